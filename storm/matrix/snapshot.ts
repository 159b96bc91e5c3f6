import type { AccountState, AddOnRow, Instant, Policy, View } from '#machines'
import { isLeaving, rowsOf, viewOf } from '#machines'

type Parts<List extends readonly unknown[]> = List[number]
export type SubscriptionState = Parts<AccountState['subscriptions']>['state']
export type Collection = Parts<AccountState['invoices']>['collection']

/** How far collecting one invoice has come. */
export interface Collecting {
  readonly operation: Parts<AccountState['invoices']>['operation']
  readonly subscription: number
  readonly collection: Collection
  readonly retriesUsed: number
  readonly dueAt: Instant
}

/** What the view cannot say of a subscription: that it renews, and what waits for its period's end. */
export interface Waiting {
  readonly state: SubscriptionState
  readonly hasTrial: boolean
  readonly isOnTerms: boolean
  /** It ends as soon as the payment on its way has come out. */
  readonly isLeaving: boolean
  readonly plan: string | undefined
  readonly quantity: number | undefined
  readonly addOns: readonly AddOnRow[]
}

/** An account at one moment: its rows as the view shows them, and how collecting stands. Rows keep their places. */
export interface Snapshot {
  readonly at: Instant
  /** Whoever had their account deleted is told and may use nothing, whatever comes out. */
  readonly isDeleted: boolean
  readonly view: Required<{ readonly [Sight in keyof View]: NonNullable<View[Sight]> }>
  readonly waiting: readonly Waiting[]
  readonly collecting: readonly Collecting[]
  readonly attempts: readonly { readonly state: string; readonly invoice: number; readonly dueAt: Instant; readonly isOrdered: boolean }[]
  readonly refunds: readonly { readonly state: string; readonly tries: number; readonly dueAt: Instant }[]
  /** Due to the customer, sent or not. */
  readonly notices: readonly { readonly notice: string; readonly cause: string }[]
}

/** @param account under a fold's hands: what is taken of it here stays as it is now */
export function snapshotOf(account: AccountState, at: Instant, policy: Policy): Snapshot {
  const view = viewOf([rowsOf(account)], at, policy)
  return {
    at,
    isDeleted: account.deletedAt !== undefined,
    view: view as Snapshot['view'],
    waiting: account.subscriptions.map((subscription) => ({
      state: subscription.state,
      hasTrial: subscription.trial !== undefined,
      isOnTerms: subscription.terms !== undefined,
      isLeaving: isLeaving(subscription),
      plan: subscription.scheduledPlan,
      quantity: subscription.scheduledQuantity,
      addOns: subscription.scheduledAddOns,
    })),
    collecting: account.invoices.map(({ operation, subscription, collection, retriesUsed, dueAt }) => ({
      operation,
      subscription,
      collection,
      retriesUsed,
      dueAt,
    })),
    attempts: account.attempts.map(({ state, invoice, dueAt, orderedAt }) => ({
      state,
      invoice,
      dueAt,
      isOrdered: orderedAt !== undefined,
    })),
    refunds: account.refunds.map(({ state, tries, dueAt }) => ({ state, tries, dueAt })),
    notices: account.notices.map(({ notice, cause }) => ({ notice, cause })),
  }
}
