import { liveCustomer, type Customer } from './customers.ts'
import { discountsIn } from './discounts/discount-requests.ts'
import { inherited, termsAt, termsOf, type Redemption } from './discounts/discounts.ts'
import { badCode, badValue, cardRefusal, missing, notModelled } from './errors.ts'
import { ownerOf } from './ids.ts'
import type { InvoiceEntry } from './invoice-objects.ts'
import { flag, integer, metadata, needText, oneOf, records, text, type Params } from './read.ts'
import type { Subscription } from './subscription-objects.ts'
import {
  behaviors,
  methodOfCustomer,
  missingMethodIn,
  sameRecurrence,
  saveMethodIn,
  trialEndIn,
  wantedItem,
  type WantedItem,
} from './subscription-requests.ts'
import { startSubscription, type NewSubscription } from './subscription-starts.ts'
import { taxRatesIn } from './taxes/tax-rates.ts'
import { roundingOf } from './totals/invoice-sums.ts'
import { sumsOf, type GrossLine } from './totals/totals.ts'
import type { Work } from './work.ts'

/** @source billing.md 1.1 and 1.4 */
export function createSubscription(work: Work, params: Params): Subscription {
  const customer = liveCustomer(work, needText(params, 'customer'), 'customer').object
  const given = records(params, 'items')
  if (given === undefined || given.length === 0) throw missing('items')
  if (given.length > 20) throw badValue('items', 'a subscription has at most 20 items')
  const items = given.map((each, index) => wantedItem(work, each, `items[${index}]`, 'subscribed to', customer.id))
  sameRecurrence(items)
  const behavior = oneOf(params, 'payment_behavior', behaviors) ?? 'allow_incomplete'
  if (behavior === 'pending_if_incomplete')
    throw badValue('payment_behavior', 'pending_if_incomplete is for changes of what there is already')
  if (flag(params, 'off_session') === true) throw notModelled('off_session', 'subscriptions.create')
  const collection = oneOf(params, 'collection_method', ['charge_automatically', 'send_invoice']) ?? 'charge_automatically'
  const daysUntilDue = integer(params, 'days_until_due')
  if (collection === 'send_invoice' && daysUntilDue === undefined) throw missing('days_until_due')
  const trialEnd = trialEndIn(work, params)
  const methodId = text(params, 'default_payment_method')
  const method = methodId === undefined ? null : methodOfCustomer(work, customer, methodId, 'default_payment_method').object.id
  const buyer = { customer: customer.id, currency: items[0]!.price.currency, subtotal: subtotalOf(items) }
  const asked = discountsIn(work, params, buyer)
  const discounts = asked === 'none' ? undefined : asked
  const defaultTaxRates = taxRatesIn(work, params, 'default_tax_rates', 'subscriptions.create')
  const due = dueAtFirst(work, customer, items, discounts)
  const needsMethod = collection === 'charge_automatically' && trialEnd === undefined && due > 0 && behavior !== 'default_incomplete'
  if (needsMethod && method === null && customer.invoice_settings.default_payment_method === null)
    throw badCode('resource_missing', undefined, 'the customer has nothing to pay with')
  const wanted: NewSubscription = {
    customer,
    items,
    method,
    trialEnd,
    attempts: behavior !== 'default_incomplete',
    collection,
    daysUntilDue,
    metadata: metadata(params),
    description: text(params, 'description') ?? null,
    cancelAtPeriodEnd: flag(params, 'cancel_at_period_end') ?? false,
    cancelAt: integer(params, 'cancel_at') ?? null,
    saveMethod: saveMethodIn(params) ?? 'off',
    missingMethod: missingMethodIn(params) ?? 'create_invoice',
    discounts,
    defaultTaxRates,
  }
  if (behavior !== 'error_if_incomplete') return startSubscription(work, wanted).object
  const before = work.store.snapshot()
  const started = startSubscription(work, wanted)
  if (started.object.status !== 'incomplete') return started.object
  const refusal = incompleteRefusal(work, started.object)
  work.store.undoKeepingAttempts(ownerOf(customer.id)!, before)
  throw refusal
}

const subtotalOf = (items: readonly WantedItem[]): number => items.reduce((sum, each) => sum + each.price.unit_amount * each.quantity, 0)

/** What the first invoice asks for, as far as it decides whether something to pay with is needed. */
function dueAtFirst(work: Work, customer: Customer, items: readonly WantedItem[], discounts: readonly Redemption[] | undefined): number {
  const gross = items.map((each): GrossLine => ({
    amount: each.price.unit_amount * each.quantity,
    discountable: true,
    product: each.price.product,
    discounts: termsOf(each.discounts ?? []),
    rates: [],
  }))
  const terms = discounts === undefined ? termsAt(work, inherited(work, customer.id, undefined)) : termsOf(discounts)
  return sumsOf(gross, terms, [], roundingOf(work, items[0]!.price.currency)).total
}

export function incompleteRefusal(work: Work, subscription: Subscription): ReturnType<typeof cardRefusal> {
  const invoice = work.store.get<InvoiceEntry>(subscription.latest_invoice!)!
  const intent = work.store.get(invoice.hidden.intent ?? '')?.object as
    | {
        readonly status: string
        readonly last_payment_error: { readonly code: string; readonly decline_code?: string; readonly message: string } | null
      }
    | undefined
  return intent?.last_payment_error == null
    ? cardRefusal({
        code: 'subscription_payment_intent_requires_action',
        message: 'the bank asks the customer before the subscription is paid',
      })
    : cardRefusal({
        code: intent.last_payment_error.code,
        message: intent.last_payment_error.message,
        ...(intent.last_payment_error.decline_code === undefined ? {} : { decline_code: intent.last_payment_error.decline_code }),
      })
}
