import type { AccountCommand as Command, Who } from './command.ts'
import type { Effect } from './effect.ts'
import type { Instant } from './instant.ts'
import type { Minor } from './money.ts'

/**
 * What an account knows. An *event* says that something happened, a *snapshot* what a read showed, a *decision* what we
 * took upon us. `at` is when it was true, `recordedAt` when we knew. Two facts with one id are one fact.
 */
export type Fact =
  | (Happening & {
      readonly kind: 'command accepted'
      readonly ordinal: number
      readonly turn: number
      readonly command: Command
      /** What a refund was granted of: it stays so, whichever payments we learn of later. */
      readonly refund: Granted | undefined
      /** The path of the invoice that it is about: it stays that one, whatever we learn of later. */
      readonly invoice: string | undefined
    })
  | (Happening & { readonly kind: 'customer created'; readonly customer: string })
  | (Happening & { readonly kind: 'method attached'; readonly method: string; readonly provider: string; readonly expires?: string })
  | (Happening & { readonly kind: 'method refused'; readonly method: string })
  /** The network has given the customer a new card under the provider's same id. */
  | (Happening & { readonly kind: 'card replaced'; readonly provider: string; readonly expires: string; readonly turn: number })
  /** Somebody took a method off at the provider, where it is of no use any more. */
  | (Happening & { readonly kind: 'method detached'; readonly provider: string; readonly turn: number })
  | (Happening & { readonly kind: 'payment succeeded'; readonly attempt: string; readonly payment: string; readonly charge: string })
  | (Happening & {
      readonly kind: 'payment failed'
      readonly attempt: string
      readonly code: FailureCode
      readonly payment: string | undefined
    })
  | (Happening & { readonly kind: 'payment needs action'; readonly attempt: string; readonly payment: string })
  | (Happening & { readonly kind: 'payment unknown'; readonly attempt: string })
  /** A bank has taken the order to debit an account; what becomes of it is known days later, and nobody can take it back. */
  | (Happening & { readonly kind: 'payment processing'; readonly attempt: string; readonly payment: string })
  /** The request was refused as wrong before anything happened: our error, and no outcome of the payment. */
  | (Happening & { readonly kind: 'payment not taken'; readonly attempt: string })
  | (Happening & { readonly kind: 'refund succeeded'; readonly refund: string; readonly provider: string })
  | (Happening & { readonly kind: 'refund failed'; readonly refund: string; readonly try: number; readonly code: 'soft' | 'hard' })
  /** Somebody gave money back at the provider's dashboard, and asked nobody here. */
  | (Happening & {
      readonly kind: 'refund told'
      readonly provider: string
      readonly charge: string
      readonly amount: Minor
      /** The turn of the account when it was told. */
      readonly turn: number
    })
  | (Happening & {
      readonly kind: 'dispute told'
      readonly dispute: string
      readonly charge: string
      readonly stands: DisputeStanding
      /** What the bank has of the payment, and what the provider asked for its trouble in all; whole minor units. */
      readonly taken: Minor
      readonly fees: Minor
      /** The turn of the account when it was told: what was decided by then was decided without it. */
      readonly turn: number
    })
  | PaymentRead
  | Decided

/**
 * How a dispute stands. `asked`: the bank only asks, and has taken nothing. `dropped`: it went no further. `won` and `lost` are
 * the merchant's, and may turn into each other.
 */
export type DisputeStanding = 'asked' | 'taken' | 'lost' | 'won' | 'dropped'

/** A refund as it was granted. */
export interface Granted {
  /** The invoice's path. */
  readonly invoice: string
  readonly amount: Minor
}

/**
 * Why a payment failed. `soft`: the same method may work later. `hard`: it will not. `ours`: our request was wrong.
 * `canceled`: we took it back, nobody is to blame.
 */
export type FailureCode = 'soft' | 'hard' | 'ours' | 'canceled'

interface Known {
  readonly id: string
  readonly who: Who
  readonly at: Instant
  readonly recordedAt: Instant
}

interface Happening extends Known {
  readonly is: 'event'
}

/** A payment as read from the provider. `not found`: the request never arrived, or has not yet. */
export interface PaymentRead extends Known {
  readonly is: 'snapshot'
  readonly kind: 'payment read'
  readonly attempt: string
  readonly readStart: Instant
  readonly readEnd: Instant
  readonly found: PaymentFound
}

export type PaymentFound =
  | { readonly status: 'paid'; readonly payment: string; readonly charge: string }
  | { readonly status: 'failed'; readonly payment: string; readonly code: FailureCode }
  | { readonly status: 'needs action'; readonly payment: string }
  | { readonly status: 'processing'; readonly payment: string }
  | { readonly status: 'not found' }

/** We took an effect upon us, and it cannot be taken back; its amounts are the ones we decided on. */
export interface Decided extends Known {
  readonly is: 'decision'
  readonly kind: 'decided'
  readonly effect: Effect
}

export type FactKind = Fact['kind']
export const factKinds = [
  'card replaced',
  'command accepted',
  'customer created',
  'decided',
  'dispute told',
  'method attached',
  'method detached',
  'method refused',
  'payment failed',
  'payment needs action',
  'payment not taken',
  'payment processing',
  'payment read',
  'payment succeeded',
  'payment unknown',
  'refund failed',
  'refund succeeded',
  'refund told',
] as const satisfies readonly FactKind[]

type Of<K extends FactKind> = Extract<Fact, { readonly kind: K }>
/** When it was true and when we knew; without `recordedAt` at once. */
export interface When {
  readonly at: Instant
  readonly recordedAt?: Instant | undefined
}

const whoOf = (path: string): Who => path.slice(0, path.indexOf('/'))
const event = (id: string, who: Who, when: When): Happening => ({
  is: 'event',
  id,
  who,
  at: when.at,
  recordedAt: when.recordedAt ?? when.at,
})

/** The n-th command an account accepted, in its turn: after all that was known then, also within one instant. */
export const commandAccepted = (
  who: Who,
  ordinal: number,
  turn: number,
  command: Command,
  when: When,
  refund?: Granted,
  invoice?: string,
): Of<'command accepted'> => ({
  ...event(`${who}/command ${ordinal}`, who, when),
  kind: 'command accepted',
  ordinal,
  turn,
  command,
  refund,
  invoice,
})
/** @param customer the provider's id */
export const customerCreated = (who: Who, customer: string, when: When): Of<'customer created'> => ({
  ...event(`${who}/customer/created`, who, when),
  kind: 'customer created',
  customer,
})
/** @param method the method's path, the key of its effect @param provider the provider's id of it @param expires of a card, its last month */
export const methodAttached = (method: string, provider: string, when: When, expires?: string): Of<'method attached'> => ({
  ...event(`${method}/attached`, whoOf(method), when),
  kind: 'method attached',
  method,
  provider,
  ...(expires === undefined ? {} : { expires }),
})
/** @param provider the provider's id of the method @param expires the last month of the new card, by which it is told from the old */
export const cardReplaced = (who: Who, provider: string, expires: string, when: When, turn = 0): Of<'card replaced'> => ({
  ...event(`${who}/card ${provider}/${expires}`, who, when),
  kind: 'card replaced',
  provider,
  expires,
  turn,
})
/** @param provider the provider's id of the method */
export const methodDetached = (who: Who, provider: string, when: When, turn = 0): Of<'method detached'> => ({
  ...event(`${who}/card ${provider}/detached`, who, when),
  kind: 'method detached',
  provider,
  turn,
})
export const methodRefused = (method: string, when: When): Of<'method refused'> => ({
  ...event(`${method}/refused`, whoOf(method), when),
  kind: 'method refused',
  method,
})
/** @param at when the provider took the money; an answer and a webhook that say so are one fact */
export const paymentSucceeded = (
  attempt: string,
  found: { readonly payment: string; readonly charge: string },
  when: When,
): Of<'payment succeeded'> => ({
  ...event(`${attempt}/succeeded`, whoOf(attempt), when),
  kind: 'payment succeeded',
  attempt,
  payment: found.payment,
  charge: found.charge,
})
export const paymentFailed = (attempt: string, code: FailureCode, when: When, payment?: string): Of<'payment failed'> => ({
  ...event(`${attempt}/failed`, whoOf(attempt), when),
  kind: 'payment failed',
  attempt,
  code,
  payment,
})
export const paymentNeedsAction = (attempt: string, payment: string, when: When): Of<'payment needs action'> => ({
  ...event(`${attempt}/needs action`, whoOf(attempt), when),
  kind: 'payment needs action',
  attempt,
  payment,
})
/** @param at when the bank took the order; an answer and a webhook that say so are one fact */
export const paymentProcessing = (attempt: string, payment: string, when: When): Of<'payment processing'> => ({
  ...event(`${attempt}/processing`, whoOf(attempt), when),
  kind: 'payment processing',
  attempt,
  payment,
})
/** No answer came. Each time is a fact of its own. */
export const paymentUnknown = (attempt: string, when: When): Of<'payment unknown'> => ({
  ...event(`${attempt}/unknown ${when.at}`, whoOf(attempt), when),
  kind: 'payment unknown',
  attempt,
})
/** @param send the key of the sending that was refused; however often it is tried, it is one fact */
export const paymentNotTaken = (attempt: string, send: string, when: When): Of<'payment not taken'> => ({
  ...event(`${send}/not taken`, whoOf(attempt), when),
  kind: 'payment not taken',
  attempt,
})
export const refundSucceeded = (refund: string, provider: string, when: When): Of<'refund succeeded'> => ({
  ...event(`${refund}/succeeded`, whoOf(refund), when),
  kind: 'refund succeeded',
  refund,
  provider,
})
export const refundFailed = (refund: string, ordinal: number, code: 'soft' | 'hard', when: When): Of<'refund failed'> => ({
  ...event(`${refund}/try ${ordinal}/failed`, whoOf(refund), when),
  kind: 'refund failed',
  refund,
  try: ordinal,
  code,
})
/** @param provider the provider's id of the refund @param amount whole minor units */
export const refundTold = (
  who: Who,
  told: Pick<Of<'refund told'>, 'provider' | 'charge' | 'amount'>,
  when: When,
  turn = 0,
): Of<'refund told'> => ({
  ...event(`${who}/refund ${told.provider}/told`, who, when),
  kind: 'refund told',
  provider: told.provider,
  charge: told.charge,
  amount: told.amount,
  turn,
})
/**
 * @param told how it stands; what is told of it again in other words is one fact
 * @param step how often its money has moved by then
 * @param when true from then on; a read tells how it stood when the read began
 */
export const disputeTold = (
  who: Who,
  told: Pick<Of<'dispute told'>, 'dispute' | 'charge' | 'stands' | 'taken' | 'fees'>,
  step: number,
  when: When,
  turn = 0,
): Of<'dispute told'> => ({
  ...event(`${who}/dispute ${told.dispute}/${told.stands} ${step}`, who, when),
  kind: 'dispute told',
  dispute: told.dispute,
  charge: told.charge,
  stands: told.stands,
  taken: told.taken,
  fees: told.fees,
  turn,
})
/**
 * @param found what the read showed
 * @param read when the read began and ended
 * @param at when what it shows came about, where the provider says so; the read's end else
 */
export const paymentRead = (
  attempt: string,
  found: PaymentFound,
  read: { readonly start: Instant; readonly end: Instant },
  at: Instant = read.end,
): PaymentRead => ({
  is: 'snapshot',
  kind: 'payment read',
  id: `${attempt}/read ${read.start}`,
  who: whoOf(attempt),
  at,
  recordedAt: read.end,
  attempt,
  readStart: read.start,
  readEnd: read.end,
  found,
})
export const decided = (effect: Effect, at: Instant): Decided => ({
  is: 'decision',
  kind: 'decided',
  id: `${effect.key}/decided`,
  who: effect.who,
  at,
  recordedAt: at,
  effect,
})
