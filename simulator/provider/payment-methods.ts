import type { Method, Who } from '#machines'
import { badCode, badValue, noSuch, noSuchParam, notModelled, unfit } from './errors.ts'
import { anonymous, ownerOf } from './ids.ts'
import { integer, metadata, needText, noMetadata, oneOf, record, text, type Metadata, type Params } from './read.ts'
import type { Entry } from './store.ts'
import { emit, revise, unix, type Work } from './work.ts'

/** What is ordered at once and settled in days. No invoice of the vendor's takes them here. @source SN `PaymentMethod.Type` */
export const debitKinds = ['us_bank_account', 'sepa_debit', 'bacs_debit'] as const
export type DebitKind = (typeof debitKinds)[number]

const redisplays = ['always', 'limited', 'unspecified'] as const
type AllowRedisplay = (typeof redisplays)[number]

export type PaymentMethod = {
  readonly id: string
  readonly object: 'payment_method'
  readonly allow_redisplay: AllowRedisplay
  readonly billing_details: Readonly<Record<string, unknown>>
  readonly card?: Readonly<Record<string, unknown>>
  readonly created: number
  readonly customer: string | null
  readonly livemode: false
  readonly metadata: Metadata
  readonly type: 'card' | DebitKind
} & Partial<Readonly<Record<DebitKind, Readonly<Record<string, unknown>>>>>
/** `behaves`: what the card's bank answers; nobody sees it before a payment. `detached`: of no use any more, for ever. */
export type PaymentMethodEntry = Entry<PaymentMethod, { readonly behaves: Method; readonly detached?: true }>

/** The vendor's names of test cards, each a fresh card when used. */
const testCards: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    pm_card_visa: 'card',
    pm_card_mastercard: 'card',
    pm_card_us: 'card',
    pm_card_authenticationRequired: 'card needing authentication',
    pm_card_threeDSecure2Required: 'card needing authentication',
    pm_card_chargeDeclinedInsufficientFunds: 'card without funds',
    pm_card_visa_chargeDeclinedInsufficientFunds: 'card without funds',
    pm_card_chargeDeclinedExpiredCard: 'card expired',
    pm_card_visa_chargeDeclinedExpiredCard: 'card expired',
  }),
)
/** The vendor's names of accounts that can be debited. @source SD/payments/ach-direct-debit, test account numbers ◐ */
const testAccounts: ReadonlyMap<string, Method> = new Map([
  ['pm_usBankAccount_success', 'bank debit'],
  ['pm_usBankAccount_insufficientFunds', 'bank debit without funds'],
])
const testTokens: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    tok_visa: 'card',
    tok_mastercard: 'card',
    tok_threeDSecureRequired: 'card needing authentication',
    tok_chargeDeclinedInsufficientFunds: 'card without funds',
    tok_chargeDeclinedExpiredCard: 'card expired',
  }),
)
const testNumbers: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    '4242424242424242': 'card',
    '5555555555554444': 'card',
    '4000002760003184': 'card needing authentication',
    '4000000000009995': 'card without funds',
    '4000000000000069': 'card expired',
  }),
)
const lastFour: Readonly<Record<Method, string>> = {
  card: '4242',
  'card needing authentication': '3184',
  'card without funds': '9995',
  'card expired': '0069',
  'bank debit': '6789',
  'bank debit without funds': '2227',
}

export function newMethod(work: Work, owner: Who, behaves: Method, notes: Metadata = noMetadata, details?: unknown): PaymentMethodEntry {
  const id = work.store.mint('pm', owner)
  const year = new Date(work.now).getUTCFullYear()
  const object: PaymentMethod = {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email: null, name: null, phone: null, ...(details as object | undefined) },
    card: {
      brand: 'visa',
      checks: null,
      country: 'US',
      exp_month: 12,
      exp_year: behaves === 'card expired' ? year - 1 : year + 3,
      fingerprint: `fp${lastFour[behaves]}${owner}`,
      funding: 'credit',
      last4: lastFour[behaves],
      networks: null,
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: unix(work.now),
    customer: null,
    livemode: false,
    metadata: notes,
    type: 'card',
  }
  const entry: PaymentMethodEntry = { object, hidden: { behaves } }
  work.store.put(owner, id, entry)
  return entry
}

/** An account that is debited; what its bank will say is the same as of a card. */
export function newDebit(work: Work, owner: Who, behaves: Method, kind: DebitKind): PaymentMethodEntry {
  const { object, hidden } = newMethod(work, owner, behaves)
  const { card: _card, ...rest } = object
  const entry: PaymentMethodEntry = { object: { ...rest, type: kind, [kind]: { last4: lastFour[behaves] } }, hidden }
  work.store.put(owner, object.id, entry)
  return entry
}

/**
 * A method by id, or a fresh one when the text names a test card or account.
 * @param owner whose fresh card it becomes
 */
export function findMethod(work: Work, id: string, param: string, owner: Who): PaymentMethodEntry {
  const behaves = testCards.get(id)
  if (behaves !== undefined) return newMethod(work, owner, behaves)
  const account = testAccounts.get(id)
  if (account !== undefined) return newDebit(work, owner, account, 'us_bank_account')
  const entry = work.store.get<PaymentMethodEntry>(id)
  if (entry === undefined || entry.object.object !== 'payment_method')
    throw param === 'id' ? noSuch('PaymentMethod', id, param) : noSuchParam('PaymentMethod', id, param)
  return entry
}

/**
 * The method for what the vendor charges by itself.
 * @throws Refusal when it is debited: what invoices and subscriptions go through while that takes days is no part of this model
 */
export function findCard(work: Work, id: string, param: string, owner: Who): PaymentMethodEntry {
  const entry = findMethod(work, id, param, owner)
  if (entry.object.type !== 'card') throw notModelled(param, 'invoices.pay')
  return entry
}

/** @throws Refusal when the card was detached once */
export function refuseDetached(entry: PaymentMethodEntry): void {
  if (entry.hidden.detached === true)
    throw unfit('payment_method_unexpected_state', 'payment_method', 'a payment method that was detached cannot come back')
}

export function createMethod(work: Work, params: Params): PaymentMethod {
  const type = needText(params, 'type')
  if (type !== 'card') throw badValue('type', `the twin knows cards only, not ${type}`)
  const card = record(params, 'card')
  const token = card === undefined ? undefined : text(card, 'token', 'card[token]')
  const number = card === undefined ? undefined : text(card, 'number', 'card[number]')
  const behaves = token !== undefined ? testTokens.get(token) : number !== undefined ? testNumbers.get(number) : 'card'
  if (behaves === undefined) throw badValue(token === undefined ? 'card[number]' : 'card[token]', 'there is no such card')
  const notes = metadata(params)
  return newMethod(work, ownerOfMethod(notes), behaves, notes, record(params, 'billing_details')).object
}

const ownerOfMethod = (notes: Metadata): Who => notes['who'] ?? anonymous

/** Ties a method to a customer. @throws Refusal when it belongs to another one */
export function attach(work: Work, entry: PaymentMethodEntry, customer: string): PaymentMethodEntry {
  if (entry.object.customer === customer) return entry
  refuseDetached(entry)
  if (entry.object.customer !== null) throw unfit(undefined, undefined, 'the payment method is attached already')
  const next = { ...entry.object, customer }
  const fresh = revise(work, ownerOf(next.id)!, undefined, entry, next)
  emit(work, ownerOf(customer) ?? ownerOf(next.id)!, 'payment_method.attached', next)
  return fresh
}

/** Takes a card from its customer, for good: it pays nothing and cannot be attached again. @source SN `paymentMethods.detach` */
export function detach(work: Work, id: string): PaymentMethod {
  const entry = findMethod(work, id, 'id', anonymous)
  if (entry.object.customer === null) throw unfit(undefined, 'payment_method', 'the payment method is attached to nobody')
  const next = { ...entry.object, customer: null }
  revise(work, ownerOf(id)!, undefined, entry, next, { ...entry.hidden, detached: true })
  work.store.detached({ method: id, owner: ownerOf(id)!, at: work.now })
  emit(work, ownerOf(id)!, 'payment_method.detached', next, { customer: entry.object.customer })
  return next
}

export function updateMethod(work: Work, id: string, params: Params): PaymentMethod {
  const entry = findMethod(work, id, 'id', anonymous)
  const redisplay = oneOf(params, 'allow_redisplay', redisplays)
  const details = record(params, 'billing_details')
  const date = dateIn(work, params, entry.object)
  const next: PaymentMethod = {
    ...entry.object,
    metadata: metadata(params, entry.object.metadata),
    ...(details === undefined ? {} : { billing_details: { ...entry.object.billing_details, ...details } }),
    ...(redisplay === undefined ? {} : { allow_redisplay: redisplay }),
    ...(date === undefined ? {} : { card: { ...entry.object.card, ...date } }),
  }
  // A customer who tells the new date holds the new card.
  const works = date !== undefined && entry.hidden.behaves === 'card expired' ? { ...entry.hidden, behaves: 'card' as const } : entry.hidden
  return revise(work, ownerOf(id)!, 'payment_method.updated', entry, next, works).object
}

/** The date on a card, when another one is told. @throws Refusal when it is past already, or none */
function dateIn(
  work: Work,
  params: Params,
  { card }: PaymentMethod,
): { readonly exp_month: number; readonly exp_year: number } | undefined {
  const given = record(params, 'card')
  if (given === undefined) return undefined
  if (card === undefined) throw badValue('card', 'the method is no card')
  const exp_month = integer(given, 'exp_month', 'card[exp_month]') ?? (card['exp_month'] as number)
  const exp_year = integer(given, 'exp_year', 'card[exp_year]') ?? (card['exp_year'] as number)
  const today = new Date(work.now)
  if (exp_month < 1 || exp_month > 12) throw badCode('invalid_expiry_month', 'card[exp_month]', 'a year has twelve months')
  if (exp_year * 12 + exp_month < today.getUTCFullYear() * 12 + today.getUTCMonth() + 1)
    throw badCode('invalid_expiry_year', 'card[exp_year]', 'the card would be past its date')
  return { exp_month, exp_year }
}
