import { liveCustomer, ownerIn } from './customers.ts'
import { badCode, badValue, missing, noSuch, notModelled, unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import { debitKinds } from './payment-methods.ts'
import { cancelIntent, findIntent, leastCharge } from './payments.ts'
import { integer, list, metadata, needText, oneOf, record, records, text, type Metadata, type Params } from './read.ts'
import { dropSetup } from './setup-intents.ts'
import type { Entry } from './store.ts'
import { trialEndIn, wantedItem, type WantedItem } from './subscription-requests.ts'
import { emit, fromUnix, revise, unix, type Work } from './work.ts'

export type Session = {
  readonly id: string
  readonly object: 'checkout.session'
  readonly allow_promotion_codes: null
  readonly allowed_payment_method_types: readonly string[] | null
  readonly amount_subtotal: number | null
  readonly amount_total: number | null
  readonly automatic_tax: unknown
  readonly billing_address_collection: string | null
  readonly cancel_url: string | null
  readonly client_reference_id: string | null
  readonly created: number
  readonly currency: string | null
  readonly customer: string | null
  readonly customer_creation: 'always' | 'if_required' | null
  readonly customer_details: unknown
  readonly customer_email: string | null
  readonly expires_at: number
  readonly invoice: string | null
  readonly livemode: false
  readonly locale: string | null
  readonly metadata: Metadata
  readonly mode: 'payment' | 'setup' | 'subscription'
  readonly payment_intent: string | null
  readonly payment_method_collection: string | null
  readonly payment_method_types: readonly string[]
  readonly payment_status: 'unpaid' | 'paid' | 'no_payment_required'
  readonly setup_intent: string | null
  readonly status: 'open' | 'complete' | 'expired'
  readonly submit_type: string | null
  readonly subscription: string | null
  readonly success_url: string | null
  readonly ui_mode: string
  readonly url: string | null
}
export interface SessionHidden {
  readonly items: readonly WantedItem[]
  /** What the mode's own parameters say of the subscription, the payment or the setup. */
  readonly data: Params
  /** Made at a try that was declined; the next one goes on with it. */
  readonly customer?: string | undefined
}
export type SessionEntry = Entry<Session, SessionHidden>

const modes = ['payment', 'setup', 'subscription'] as const
type Mode = (typeof modes)[number]

/** The parameter that speaks of what a mode makes; those of the others have no place. @source SN `SessionCreateParams` */
const dataOf: Readonly<Record<Mode, string>> = {
  payment: 'payment_intent_data',
  setup: 'setup_intent_data',
  subscription: 'subscription_data',
}

/** What a page asks for. */
interface Order {
  readonly items: readonly WantedItem[]
  readonly total: number | null
  readonly currency: string | null
}

function orderIn(work: Work, params: Params, mode: Mode): Order {
  const given = records(params, 'line_items')
  if (mode === 'setup') {
    if (given !== undefined) throw badValue('line_items', 'a page that only saves a card sells nothing')
    return { items: [], total: null, currency: text(params, 'currency') ?? null }
  }
  if (given === undefined || given.length === 0) throw missing('line_items')
  const items = given.map((each, index) =>
    wantedItem(work, each, `line_items[${index}]`, mode === 'payment' ? 'sold once' : 'subscribed to'),
  )
  const { currency } = items[0]!.price
  if (items.some((each) => each.price.currency !== currency)) throw badValue('line_items', 'the prices are in different currencies')
  const total = items.reduce((sum, each) => sum + each.price.unit_amount * each.quantity, 0)
  if (mode === 'payment' && total > 0 && total < leastCharge(work, currency))
    throw badCode('amount_too_small', 'line_items', 'the amount is below the least that can be charged')
  return { items, total, currency }
}

/** Cards, or one of the debits that are settled later, where a page sells something once. @source SN, by its earlier name too */
function typesIn(params: Params, mode: Mode): readonly string[] {
  const allowed = params['allowed_payment_method_types'] === undefined ? 'payment_method_types' : 'allowed_payment_method_types'
  const types = list(params, allowed)?.map(String) ?? ['card']
  for (const type of types)
    if (type !== 'card' && (mode !== 'payment' || !debitKinds.some((kind) => kind === type)))
      throw notModelled(allowed, 'checkout.sessions.create')
  return types
}

export function createSession(work: Work, params: Params): Session {
  const mode = oneOf(params, 'mode', modes)
  if (mode === undefined) throw missing('mode')
  for (const other of modes)
    if (other !== mode && params[dataOf[other]] !== undefined)
      throw badValue(dataOf[other], `${dataOf[other]} has no meaning in ${mode} mode`)
  const { items, total, currency } = orderIn(work, params, mode)
  const customerId = text(params, 'customer')
  const customer = customerId === undefined ? undefined : liveCustomer(work, customerId, 'customer').object
  const owner = customer === undefined ? ownerIn(params) : ownerOf(customer.id)!
  const data = record(params, dataOf[mode]) ?? {}
  if (mode === 'subscription') trialEndIn(work, data)
  if (mode === 'payment' && text(data, 'capture_method') === 'manual')
    throw notModelled('payment_intent_data[capture_method]', 'checkout.sessions.create')
  const creation = oneOf(params, 'customer_creation', ['always', 'if_required'])
  if (creation !== undefined && (mode === 'subscription' || customer !== undefined))
    throw badValue('customer_creation', 'it is for pages without a customer that sell something once or save a card')
  const expires = integer(params, 'expires_at') ?? unix(work.now) + 86_400
  // @source SN `SessionCreateParams.expires_at`
  if (expires < unix(work.now) + 1_800 || expires > unix(work.now) + 86_400)
    throw badValue('expires_at', 'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.')
  const types = typesIn(params, mode)
  const id = work.store.mint('cs', owner)
  const session: Session = {
    id,
    object: 'checkout.session',
    allow_promotion_codes: null,
    allowed_payment_method_types: params['allowed_payment_method_types'] === undefined ? null : types,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, status: null },
    billing_address_collection: text(params, 'billing_address_collection') ?? null,
    cancel_url: text(params, 'cancel_url') ?? null,
    client_reference_id: text(params, 'client_reference_id') ?? null,
    created: unix(work.now),
    currency,
    customer: customer?.id ?? null,
    customer_creation: mode === 'subscription' || customer !== undefined ? null : (creation ?? 'if_required'),
    customer_details: null,
    customer_email: text(params, 'customer_email') ?? null,
    expires_at: expires,
    invoice: null,
    livemode: false,
    locale: text(params, 'locale') ?? null,
    metadata: metadata(params),
    mode,
    payment_intent: null,
    payment_method_collection: mode === 'subscription' ? (text(params, 'payment_method_collection') ?? 'always') : null,
    payment_method_types: types,
    payment_status: mode === 'setup' ? 'no_payment_required' : 'unpaid',
    setup_intent: null,
    status: 'open',
    submit_type: mode === 'payment' ? (text(params, 'submit_type') ?? null) : null,
    subscription: null,
    success_url: text(params, 'success_url') ?? null,
    ui_mode: text(params, 'ui_mode') ?? 'hosted',
    url: work.settings.served?.pageOf(id) ?? `https://checkout.stripe.com/c/pay/${id}`,
  }
  work.store.put(owner, id, { object: session, hidden: { items, data } })
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
  // Nobody pays it any more. ○
  if (next.payment_intent !== null) cancelIntent(work, findIntent(work, next.payment_intent), 'expired')
  if (next.setup_intent !== null) dropSetup(work, next.setup_intent)
  emit(work, owner, 'checkout.session.expired', next)
  return next
}

/** @source SN `SessionUpdateParams`: of what the page shows nothing else can change here */
export function updateSession(work: Work, id: string, params: Params): Session {
  const entry = findSession(work, id)
  // The vendor sends no event for it.
  return revise(work, ownerOf(id)!, undefined, entry, { ...entry.object, metadata: metadata(params, entry.object.metadata) }).object
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
