import { evidenceFields } from './disputes/objects.ts'
import { knownParameters } from './known-parameters.ts'
import { notModelled, unknownParameter } from './errors.ts'
import type { Params } from './read.ts'

const paging = 'limit starting_after ending_before expand'
const search = 'query limit page expand'
const discounts = (name = 'discounts'): string => `${name} ${name}.coupon ${name}.promotion_code ${name}.discount`
const item = `items items.id items.price items.quantity items.metadata items.deleted items.tax_rates ${discounts('items.discounts')}`
const phase =
  'phases phases.billing_cycle_anchor phases.currency phases.default_payment_method phases.description phases.duration phases.duration.interval phases.duration.interval_count phases.end_date phases.items phases.items.metadata phases.items.price phases.items.quantity phases.metadata phases.proration_behavior phases.trial phases.trial_end'
const note =
  'amount credit_amount effective_at email_type invoice lines lines.amount lines.description lines.invoice_line_item lines.metadata lines.quantity lines.tax_rates lines.type lines.unit_amount memo metadata out_of_band_amount reason refund_amount refunds refunds.refund refunds.amount_refunded refunds.type'
const trial = 'trial_settings trial_settings.end_behavior'

/**
 * What the twin heeds, per operation. A name with names below it is looked into; one without is taken whole.
 * Some have no effect on what is modelled and are taken all the same: `return_url`, `locale`, what a page shows.
 */
const modelled: Readonly<Record<string, string>> = {
  'customers.create':
    'address balance coupon description email expand invoice_settings invoice_settings.default_payment_method metadata name payment_method promotion_code phone preferred_locales shipping',
  'customers.retrieve': 'expand',
  'customers.update':
    'address balance coupon description email expand invoice_settings invoice_settings.default_payment_method metadata name promotion_code phone preferred_locales shipping',
  'customers.delete': '',
  'customers.list': `created email ${paging}`,
  'customers.search': search,
  'customers.list_payment_methods': `type ${paging}`,
  'payment_methods.create': 'billing_details card card.token card.number card.exp_month card.exp_year card.cvc expand metadata type',
  'payment_methods.retrieve': 'expand',
  'payment_methods.update': 'allow_redisplay billing_details card card.exp_month card.exp_year expand metadata',
  'payment_methods.attach': 'customer expand',
  'payment_methods.detach': 'expand',
  'payment_methods.list': `allow_redisplay customer type ${paging}`,
  'products.create': 'name active description expand metadata',
  'products.retrieve': 'expand',
  'products.update': 'active default_price description expand metadata name',
  'products.delete': '',
  'products.list': `active created ids ${paging}`,
  'products.search': search,
  'prices.create':
    'currency expand lookup_key metadata nickname product product_data product_data.name product_data.metadata recurring recurring.interval recurring.interval_count recurring.usage_type transfer_lookup_key unit_amount',
  'prices.retrieve': 'expand',
  'prices.update': 'active expand lookup_key metadata nickname',
  'prices.list': `active created currency lookup_keys product type ${paging}`,
  'prices.search': search,
  'coupons.create':
    'amount_off applies_to applies_to.products currency duration duration_in_months expand id max_redemptions metadata name percent_off redeem_by',
  'coupons.retrieve': 'expand',
  'coupons.update': 'expand metadata name',
  'coupons.delete': '',
  'coupons.list': `created ${paging}`,
  'promotion_codes.create':
    'active code customer expand expires_at max_redemptions metadata promotion promotion.coupon promotion.type restrictions restrictions.first_time_transaction restrictions.minimum_amount restrictions.minimum_amount_currency',
  'promotion_codes.retrieve': 'expand',
  'promotion_codes.update': 'active expand metadata',
  'promotion_codes.list': `active code coupon created customer ${paging}`,
  'tax_rates.create': 'active country description display_name expand inclusive jurisdiction metadata percentage state tax_type',
  'tax_rates.retrieve': 'expand',
  'tax_rates.update': 'active country description display_name expand jurisdiction metadata state tax_type',
  'tax_rates.list': `active created inclusive ${paging}`,
  'customers.create_balance_transaction': 'amount currency description expand metadata',
  'customers.retrieve_balance_transaction': 'customer expand',
  'customers.update_balance_transaction': 'customer description expand metadata',
  'customers.list_balance_transactions': `created invoice ${paging}`,
  'customers.delete_discount': '',
  'subscriptions.delete_discount': '',
  'subscriptions.create': `cancel_at cancel_at_period_end collection_method coupon promotion_code customer days_until_due default_payment_method default_tax_rates description ${discounts()} expand items items.price items.quantity items.metadata items.tax_rates ${discounts('items.discounts')} metadata off_session payment_behavior payment_settings payment_settings.save_default_payment_method proration_behavior trial_end trial_period_days ${trial}`,
  'subscriptions.retrieve': 'expand',
  'subscriptions.update': `billing_cycle_anchor cancel_at cancel_at_period_end cancellation_details cancellation_details.comment cancellation_details.feedback collection_method coupon promotion_code days_until_due default_payment_method default_tax_rates description ${discounts()} expand ${item} metadata off_session pause_collection pause_collection.behavior pause_collection.resumes_at payment_behavior payment_settings payment_settings.save_default_payment_method proration_behavior proration_date trial_end ${trial}`,
  'subscriptions.cancel': 'cancellation_details cancellation_details.comment cancellation_details.feedback expand invoice_now prorate',
  'subscriptions.list': `collection_method created customer price status ${paging}`,
  'subscriptions.search': search,
  'subscription_items.list': `subscription ${paging}`,
  'subscription_items.retrieve': 'expand',
  'subscription_items.update': `${discounts()} expand metadata off_session payment_behavior price proration_behavior proration_date quantity tax_rates`,
  'invoices.create': `auto_advance automatically_finalizes_at collection_method currency custom_fields customer days_until_due default_payment_method default_tax_rates description ${discounts()} due_date effective_at expand footer metadata number pending_invoice_items_behavior statement_descriptor subscription`,
  'invoices.create_preview': `currency customer ${discounts()} expand invoice_items invoice_items.amount invoice_items.currency invoice_items.description invoice_items.discountable ${discounts('invoice_items.discounts')} invoice_items.invoiceitem invoice_items.metadata invoice_items.period invoice_items.price invoice_items.quantity invoice_items.tax_rates invoice_items.unit_amount preview_mode subscription subscription_details ${item.replaceAll('items', 'subscription_details.items')} subscription_details.billing_cycle_anchor subscription_details.cancel_at subscription_details.cancel_at_period_end subscription_details.cancel_now subscription_details.default_tax_rates subscription_details.metadata subscription_details.proration_behavior subscription_details.proration_date subscription_details.trial_end`,
  'invoices.retrieve': 'expand',
  'invoices.update': `auto_advance automatically_finalizes_at collection_method custom_fields days_until_due default_payment_method default_tax_rates description ${discounts()} due_date effective_at expand footer metadata number statement_descriptor`,
  'invoices.send': 'expand',
  'invoices.delete': '',
  'invoices.finalize': 'auto_advance expand',
  'invoices.pay': 'expand paid_out_of_band payment_method',
  'invoices.void': 'expand',
  'invoices.mark_uncollectible': 'expand',
  'invoices.list': `collection_method created customer status subscription ${paging}`,
  'invoices.search': search,
  'invoices.list_lines': paging,
  'credit_notes.create': `${note} expand`,
  'credit_notes.retrieve': 'expand',
  'credit_notes.update': 'expand memo metadata',
  'credit_notes.void': 'expand',
  'credit_notes.preview': `${note} expand`,
  'credit_notes.list': `created customer invoice ${paging}`,
  'credit_notes.list_lines': paging,
  'credit_notes.list_preview_lines': `${note} ${paging}`,
  'invoice_items.create': `amount currency customer description discountable ${discounts()} expand invoice metadata period price price_data price_data.currency price_data.product price_data.unit_amount pricing pricing.price quantity subscription tax_rates unit_amount_decimal`,
  'invoice_items.update': `amount description discountable ${discounts()} expand metadata period price price_data price_data.currency price_data.product price_data.unit_amount pricing pricing.price quantity tax_rates unit_amount_decimal`,
  'invoice_items.retrieve': 'expand',
  'invoice_items.delete': '',
  'invoice_items.list': `created customer invoice pending ${paging}`,
  'invoice_payments.retrieve': 'expand',
  'invoice_payments.list': `invoice payment payment.type payment.payment_intent status ${paging}`,
  'payment_intents.create':
    'amount automatic_payment_methods capture_method confirm confirmation_method currency customer description expand metadata off_session payment_method payment_method_types receipt_email return_url setup_future_usage statement_descriptor use_stripe_sdk',
  'payment_intents.retrieve': 'client_secret expand',
  'payment_intents.update': 'amount customer description expand metadata payment_method receipt_email setup_future_usage',
  'payment_intents.confirm': 'expand off_session payment_method receipt_email return_url setup_future_usage use_stripe_sdk',
  'payment_intents.cancel': 'cancellation_reason expand',
  'payment_intents.authenticate': 'succeeds',
  'payment_intents.list': `created customer ${paging}`,
  'payment_intents.search': search,
  'setup_intents.create':
    'automatic_payment_methods confirm customer description expand metadata payment_method payment_method_types return_url usage use_stripe_sdk',
  'setup_intents.retrieve': 'client_secret expand',
  'setup_intents.update': 'customer description expand metadata',
  'setup_intents.confirm': 'expand payment_method return_url use_stripe_sdk',
  'setup_intents.cancel': 'cancellation_reason expand',
  'setup_intents.list': `created customer payment_method ${paging}`,
  'charges.retrieve': 'expand',
  'charges.list': `created customer payment_intent ${paging}`,
  'charges.search': search,
  'refunds.create': 'amount charge expand metadata payment_intent reason',
  'refunds.retrieve': 'expand',
  'refunds.update': 'expand metadata',
  'refunds.list': `charge created payment_intent ${paging}`,
  'balance_transactions.retrieve': 'expand',
  'balance_transactions.list': `created currency source type ${paging}`,
  'events.retrieve': 'expand',
  'events.list': `created type types ${paging}`,
  'checkout.sessions.create': `allowed_payment_method_types billing_address_collection cancel_url client_reference_id currency customer customer_creation customer_email customer_update expand expires_at line_items line_items.price line_items.quantity locale metadata mode payment_intent_data payment_intent_data.capture_method payment_intent_data.description payment_intent_data.metadata payment_intent_data.receipt_email payment_intent_data.setup_future_usage payment_intent_data.statement_descriptor payment_method_collection payment_method_types setup_intent_data setup_intent_data.description setup_intent_data.metadata submit_type subscription_data subscription_data.metadata subscription_data.description subscription_data.trial_end subscription_data.trial_period_days subscription_data.${trial.replace(' ', ' subscription_data.')} success_url ui_mode`,
  'checkout.sessions.retrieve': 'expand',
  'checkout.sessions.update': 'expand metadata',
  'checkout.sessions.expire': 'expand',
  'checkout.sessions.list': `created customer payment_intent status subscription ${paging}`,
  'checkout.sessions.list_line_items': paging,
  'billing_portal.sessions.create': 'configuration customer expand flow_data locale return_url',
  'subscriptions.pause':
    'bill_for bill_for.outstanding_usage_through bill_for.outstanding_usage_through.type bill_for.unused_time_from bill_for.unused_time_from.type expand invoicing_behavior type',
  'subscriptions.resume': 'billing_cycle_anchor billing_cycle_anchor.type expand payment_behavior proration_behavior proration_date',
  'subscription_schedules.create': `customer default_settings default_settings.billing_cycle_anchor default_settings.collection_method default_settings.default_payment_method default_settings.invoice_settings default_settings.invoice_settings.days_until_due end_behavior expand from_subscription metadata ${phase} start_date`,
  'subscription_schedules.retrieve': 'expand',
  'subscription_schedules.update': `end_behavior expand metadata ${phase} phases.start_date proration_behavior`,
  'subscription_schedules.release': 'expand',
  'subscription_schedules.cancel': 'expand invoice_now prorate',
  'subscription_schedules.list': `created customer scheduled ${paging}`,
  'disputes.retrieve': 'expand',
  'disputes.update': `evidence ${evidenceFields.map((field) => `evidence.${field}`).join(' ')} expand metadata submit`,
  'disputes.close': 'expand',
  'disputes.list': `charge created payment_intent ${paging}`,
  'webhook_endpoints.create': 'api_version description enabled_events expand metadata url',
  'webhook_endpoints.retrieve': 'expand',
  'webhook_endpoints.update': 'description disabled enabled_events expand metadata url',
  'webhook_endpoints.delete': '',
  'webhook_endpoints.list': paging,
  'early_fraud_warnings.retrieve': 'expand',
  'early_fraud_warnings.list': `charge created payment_intent ${paging}`,
}

/** Names of earlier API versions, which a caller of that age still sends. @source billing.md 1.10 and SN CHANGELOG */
const earlier = new Set([
  'coupon',
  'promotion_code',
  'payment_method_types',
  'prorate',
  'tax_percent',
  'plan',
  'source',
  'price',
  'unit_amount',
  'billing',
])

/** Objects that must say `enabled=false` or be absent: there is no tax here, and no adaptive price. */
const mustBeOff = new Set(['automatic_tax', 'adaptive_pricing', 'tax_id_collection', 'invoice_creation', 'phone_number_collection'])

interface Spec {
  readonly modelled: ReadonlySet<string>
  readonly known: ReadonlySet<string>
  /** Names that are looked into. */
  readonly deep: ReadonlySet<string>
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' ').filter((word) => word !== ''))

function specOf(operation: string): Spec {
  const names = words(modelled[operation] ?? '')
  const deep = new Set<string>()
  for (const name of names) {
    const cut = name.lastIndexOf('.')
    if (cut > 0) deep.add(name.slice(0, cut))
  }
  return { modelled: names, known: words(knownParameters[operation] ?? ''), deep }
}

const specs: ReadonlyMap<string, Spec> = new Map(Object.keys(modelled).map((operation) => [operation, specOf(operation)]))

/**
 * Passes what is modelled. What the vendor knows and the twin does not is refused as such, the rest as the vendor refuses it.
 * @throws Refusal 400 parameter_unknown or billstorm_not_modelled, with the parameter as it was sent, `items[0][price]`
 */
export function checkParameters(operation: string, params: Params): void {
  const spec = specs.get(operation)
  if (spec === undefined) return
  for (const name in params) {
    if (params[name] === undefined) continue
    if (!spec.modelled.has(name)) refuse(operation, name, name, params[name], spec)
    else if (spec.deep.has(name)) checkBelow(operation, name, name, params[name], spec)
  }
}

/** `path` is the name in the tables, `shown` the parameter as it was sent. */
function checkBelow(operation: string, path: string, shown: string, value: unknown, spec: Spec): void {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) checkBelow(operation, path, `${shown}[${index}]`, each, spec)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const key in value) {
    const below = `${path}.${key}`
    const member = (value as Params)[key]
    if (member === undefined) continue
    if (!spec.modelled.has(below)) refuse(operation, below, `${shown}[${key}]`, member, spec)
    else if (spec.deep.has(below)) checkBelow(operation, below, `${shown}[${key}]`, member, spec)
  }
}

function refuse(operation: string, path: string, shown: string, value: unknown, spec: Spec): void {
  const last = path.slice(path.lastIndexOf('.') + 1)
  if (mustBeOff.has(last) && typeof value === 'object' && value !== null && String((value as Params)['enabled']) === 'false') return
  throw spec.known.has(path) || earlier.has(path) ? notModelled(shown, operation) : unknownParameter(shown)
}

/** For tests and for the table of what is modelled. */
export const modelledParameters = modelled
/** Names that are looked into, so that the table of known names holds what stands below them. */
export const deepParameters = (operation: string): readonly string[] => [...(specs.get(operation)?.deep ?? [])]
export const earlierParameters: ReadonlySet<string> = earlier
