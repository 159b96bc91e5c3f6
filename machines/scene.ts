import type { Account, Attempt, Change, Invoice, Subscription } from './domain/account.ts'
import type { Dispute, Refund } from './domain/reversals.ts'
import type { Instant } from './domain/instant.ts'
import type { Minor } from './domain/money.ts'
import type { Operation } from './domain/operation.ts'
import type { Policy } from './domain/policy.ts'
import type { Timed } from './domain/timed.ts'
import type { Parts } from './parts.ts'

/** A recompute under way: the account it builds, which nobody else sees yet, and what it is built with. */
export interface Fold {
  readonly account: Account
  readonly policy: Policy
  readonly parts: Parts
  /** How far time has come in the fold. */
  at: Instant
  /** No deadline of the account is due before. Whoever sets one says so, by `dueAgain`. */
  quietUntil: Instant
  /** The keys of effects that were decided, once this fold has added to them. */
  decided: Set<string> | undefined
}

/** Sets a deadline. */
export function dueAgain(fold: Fold, object: Timed, at: Instant): void {
  object.dueAt = at
  if (at < fold.quietUntil) fold.quietUntil = at
}

/** Whom a cell of the matrix is about. `cause` names the event towards the customer. */
export interface Scene {
  readonly operation: Operation
  readonly cause: string
  readonly subscription: Subscription | undefined
  readonly change: Change | undefined
  readonly invoice: Invoice | undefined
  readonly attempt: Attempt | undefined
  readonly refund: Refund | undefined
  /** When something is to end, where the operation says so. */
  readonly until: Instant | undefined
  /** How much, where the operation says so. */
  readonly amount: Minor | undefined
  readonly dispute: Dispute | undefined
  /** Whose seat, where the operation says so. */
  readonly seat: string | undefined
}

/** All scenes have one shape, so that engines read them fast. */
export const sceneOf = (
  operation: Operation,
  cause: string,
  subscription: Subscription | undefined,
  change?: Change,
  invoice?: Invoice,
  attempt?: Attempt,
  refund?: Refund,
): Scene => ({
  operation,
  cause,
  subscription,
  change,
  invoice,
  attempt,
  refund,
  until: undefined,
  amount: undefined,
  dispute: undefined,
  seat: undefined,
})
