import type { CreditNoteState, DisputeState, RefundState } from './chart-states.ts'
import type { PlanKey } from './command.ts'
import type { DisputeStanding } from './fact.ts'
import type { Instant } from './instant.ts'
import type { Minor } from './money.ts'
import type { Timed } from './timed.ts'

/** Money that goes back to who paid it. */
export interface Refund extends Timed {
  readonly id: string
  readonly index: number
  /** The invoice whose payment goes back; −1 for money that was never an invoice's. */
  readonly invoice: number
  readonly payment: string
  readonly charge: string
  readonly amount: Minor
  readonly cause: string
  state: RefundState
  tries: number
  retryAt: Instant
  provider: string | undefined
  /** It was given up while a bank had the money, and its customer told so. */
  isAgain: boolean
}

/** Money that somebody gave back at the provider's dashboard. */
export interface ToldRefund {
  readonly provider: string
  readonly charge: string
  readonly amount: Minor
}

/** So much of a plan. */
export interface Level {
  readonly plan: PlanKey
  readonly quantity: number
}

/** A bank that takes a payment up again. What the customer has of it comes from here; what is done about it is the merchant's. */
export interface Dispute {
  readonly id: string
  readonly index: number
  readonly provider: string
  readonly charge: string
  state: DisputeState
  /** What we were told of it last. */
  stands: DisputeStanding
  /** When what we know of it was true. */
  toldAt: Instant
  /** −1: a payment that we have not heard of yet. */
  attempt: number
  /** The invoice that the payment pays; −1 for money that is no invoice's. */
  invoice: number
  /** What the bank has of the payment now, and what the provider asked for its trouble in all. */
  taken: Minor
  fees: Minor
  /** As posted: what is held, what is lost, what was paid in fees. */
  held: Minor
  lost: Minor
  feesPosted: Minor
  /** How often the bank has taken the money. */
  rounds: number
  /** It was lost while a payment was on its way: what that does to the subscription waits for the outcome. */
  waits: boolean
  /** What was in force before and after the change that it took back, and whose seats went with it. */
  reverted: { readonly from: Level; readonly to: Level; readonly seats: readonly string[] } | undefined
  /** It took the subscription out of service, and this time with it. */
  suspended: boolean
  time: Instant | undefined
}

/** What was paid and is not used any more, given back as credit: the time itself, or the dearer plan of it. */
export interface CreditNote {
  readonly id: string
  readonly invoice: number
  /** What it is about: the subscription, or an add-on of it. */
  readonly item: string
  /** The time that it takes back. */
  readonly from: Instant
  readonly to: Instant
  readonly amount: Minor
  /** What goes on for less; `undefined` where the time itself is taken back. */
  readonly level: Level | undefined
  readonly cause: string
  readonly at: Instant
  state: CreditNoteState
  /** The tax that went back with it, once booked. */
  tax: Minor
}
