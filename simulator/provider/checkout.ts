import type { Method, Who } from '#machines'
import { createCustomer, liveCustomer, ownerIn, type Customer } from './customers.ts'
import { badValue, missing, noSuch, notModelled, unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import { attach, newMethod } from './payment-methods.ts'
import { authenticateIntent } from './payments.ts'
import type { InvoiceEntry } from './invoice-objects.ts'
import { integer, metadata, needText, oneOf, record, records, text, type Metadata, type Params } from './read.ts'
import type { Entry } from './store.ts'
import { isOver, type SubscriptionEntry } from './subscription-objects.ts'
import { missingMethodIn, trialEndIn, wantedItem, type WantedItem } from './subscription-requests.ts'
import { startSubscription } from './subscriptions.ts'
import { emit, fromUnix, revise, unix, type Work } from './work.ts'

export type Session = {
  readonly id: string
  readonly object: 'checkout.session'
  readonly allow_promotion_codes: null
  readonly amount_subtotal: number
  readonly amount_total: number
  readonly automatic_tax: unknown
  readonly billing_address_collection: string | null
  readonly cancel_url: string | null
  readonly client_reference_id: string | null
  readonly created: number
  readonly currency: string
  readonly customer: string | null
  readonly customer_details: unknown
  readonly customer_email: string | null
  readonly expires_at: number
  readonly invoice: string | null
  readonly livemode: false
  readonly locale: string | null
  readonly metadata: Metadata
  readonly mode: 'subscription'
  readonly payment_intent: null
  readonly payment_method_collection: string
  readonly payment_method_types: readonly string[]
  readonly payment_status: 'unpaid' | 'paid' | 'no_payment_required'
  readonly setup_intent: null
  readonly status: 'open' | 'complete' | 'expired'
  readonly subscription: string | null
  readonly success_url: string | null
  readonly ui_mode: string
  readonly url: string | null
}
export interface SessionHidden {
  readonly items: readonly WantedItem[]
  readonly trialDays: Params
  readonly subscriptionMetadata: Metadata
}
export type SessionEntry = Entry<Session, SessionHidden>

export function createSession(work: Work, params: Params): Session {
  const mode = oneOf(params, 'mode', ['payment', 'setup', 'subscription'])
  if (mode === undefined) throw missing('mode')
  if (mode !== 'subscription') throw notModelled('mode', 'checkout.sessions.create')
  const given = records(params, 'line_items')
  if (given === undefined || given.length === 0) throw missing('line_items')
  const items = given.map((each, index) => wantedItem(work, each, `line_items[${index}]`))
  const customerId = text(params, 'customer')
  const customer = customerId === undefined ? undefined : liveCustomer(work, customerId, 'customer').object
  const owner = customer === undefined ? ownerIn(params) : ownerOf(customer.id)!
  const data = record(params, 'subscription_data') ?? {}
  trialEndIn(work, data)
  const total = items.reduce((sum, each) => sum + each.price.unit_amount * each.quantity, 0)
  const expires = integer(params, 'expires_at') ?? unix(work.now) + 86_400
  // @source SN `SessionCreateParams.expires_at`
  if (expires < unix(work.now) + 1_800 || expires > unix(work.now) + 86_400)
    throw badValue('expires_at', 'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.')
  const id = work.store.mint('cs', owner)
  const session: Session = {
    id,
    object: 'checkout.session',
    allow_promotion_codes: null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, status: null },
    billing_address_collection: text(params, 'billing_address_collection') ?? null,
    cancel_url: text(params, 'cancel_url') ?? null,
    client_reference_id: text(params, 'client_reference_id') ?? null,
    created: unix(work.now),
    currency: items[0]!.price.currency,
    customer: customer?.id ?? null,
    customer_details: null,
    customer_email: text(params, 'customer_email') ?? null,
    expires_at: expires,
    invoice: null,
    livemode: false,
    locale: text(params, 'locale') ?? null,
    metadata: metadata(params),
    mode,
    payment_intent: null,
    payment_method_collection: text(params, 'payment_method_collection') ?? 'always',
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    setup_intent: null,
    status: 'open',
    subscription: null,
    success_url: text(params, 'success_url') ?? null,
    ui_mode: text(params, 'ui_mode') ?? 'hosted',
    url: `https://checkout.stripe.com/c/pay/${id}`,
  }
  work.store.put(owner, id, { object: session, hidden: { items, trialDays: data, subscriptionMetadata: metadata(data) } })
  work.store.timer(owner, 'session expires', id, fromUnix(expires))
  return session
}

export function findSession(work: Work, id: string): SessionEntry {
  const entry = work.store.get<SessionEntry>(id)
  if (entry === undefined || entry.object.object !== 'checkout.session') throw noSuch('checkout.session', id, 'id')
  return entry
}

export function expireSession(work: Work, id: string): Session {
  const entry = findSession(work, id)
  if (entry.object.status !== 'open')
    throw unfit(
      undefined,
      undefined,
      `Only Checkout Sessions with a status in ["open"] can be expired. This one is ${entry.object.status}.`,
    )
  const owner = ownerOf(id)!
  work.store.timer(owner, 'session expires', id, undefined)
  const next: Session = { ...entry.object, status: 'expired', url: null }
  revise(work, owner, undefined, entry, next)
  emit(work, owner, 'checkout.session.expired', next)
  return next
}

/** What a customer's visit to the page came to. */
export type Visit = 'complete' | 'declined' | 'closed'

/**
 * The customer fills the page in and presses the button. The bank's question is answered on the page. When the card is
 * declined the page stays open and there is no subscription.
 */
export function completeSession(work: Work, id: string, method: Method, authenticates: boolean): Visit {
  const entry = findSession(work, id)
  if (entry.object.status !== 'open') return 'closed'
  const owner: Who = ownerOf(id)!
  const before = work.store.snapshot()
  const customer = customerOf(work, entry.object, owner)
  const card = attach(work, newMethod(work, owner, method), customer.id)
  const data = entry.hidden.trialDays
  const started = startSubscription(work, {
    customer,
    items: entry.hidden.items,
    method: card.object.id,
    trialEnd: trialEndIn(work, data),
    attempts: true,
    collection: 'charge_automatically',
    daysUntilDue: undefined,
    metadata: entry.hidden.subscriptionMetadata,
    description: text(data, 'description') ?? null,
    cancelAtPeriodEnd: false,
    cancelAt: null,
    saveMethod: 'off',
    missingMethod: missingMethodIn(data) ?? 'create_invoice',
  })
  const invoice = work.store.get<InvoiceEntry>(started.object.latest_invoice!)!
  if (started.object.status === 'incomplete' && invoice.hidden.intent !== undefined)
    authenticateIntent(work, invoice.hidden.intent, authenticates)
  const now = work.store.get<SubscriptionEntry>(started.object.id)!
  if (now.object.status === 'incomplete' || isOver(now.object.status)) {
    work.store.undoKeepingAttempts(owner, before)
    return 'declined'
  }
  work.store.timer(owner, 'session expires', id, undefined)
  const next: Session = {
    ...entry.object,
    status: 'complete',
    customer: customer.id,
    subscription: now.object.id,
    invoice: invoice.object.id,
    url: null,
    payment_status: now.object.status === 'trialing' ? 'no_payment_required' : 'paid',
    customer_details: { address: null, email: customer.email, name: customer.name, phone: null, tax_exempt: 'none', tax_ids: [] },
  }
  revise(work, owner, undefined, entry, next)
  emit(work, owner, 'checkout.session.completed', next)
  return 'complete'
}

function customerOf(work: Work, session: Session, owner: Who): Customer {
  if (session.customer !== null) return liveCustomer(work, session.customer, 'customer').object
  return createCustomer(work, { name: owner, ...(session.customer_email === null ? {} : { email: session.customer_email }) })
}

/** A page on which a customer manages billing; what the customer does there are the portal's commands. */
export function createPortalSession(work: Work, params: Params): unknown {
  const customer = liveCustomer(work, needText(params, 'customer'), 'customer').object
  const id = work.store.mint('bps', ownerOf(customer.id)!)
  if (params['configuration'] !== undefined && text(params, 'configuration') === undefined)
    throw badValue('configuration', 'Invalid string')
  return {
    id,
    object: 'billing_portal.session',
    configuration: 'bpc_account_1',
    created: unix(work.now),
    customer: customer.id,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: text(params, 'return_url') ?? null,
    url: `https://billing.stripe.com/p/session/${id}`,
  }
}
