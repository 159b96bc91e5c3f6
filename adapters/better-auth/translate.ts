import type { Instant, SubscriptionStatus, View, Who } from '#machines'
import { subscriptionStatuses } from '#machines'

/** A row of the package's subscription table, as far as it is read here. */
export interface PackageSubscription {
  readonly id: string
  readonly referenceId: string
  readonly plan: string
  readonly status: string
  readonly stripeSubscriptionId?: string | null | undefined
  readonly seats?: number | null | undefined
  readonly periodStart?: Date | null | undefined
  readonly periodEnd?: Date | null | undefined
  readonly cancelAtPeriodEnd?: boolean | null | undefined
}

/** A row of its user table. A user's id is the customer's name, so that a view names people as the world does. */
export interface PackageUser {
  readonly id: Who
  readonly stripeCustomerId?: string | null | undefined
}

/** `past_due` → `past due` @throws RangeError when the vendor has no such status */
function statusOf(text: string): SubscriptionStatus {
  const words = text.replaceAll('_', ' ')
  const status = subscriptionStatuses.find((each) => each === words)
  if (status === undefined) throw new RangeError(`a subscription is ${JSON.stringify(text)}, which is no status`)
  return status
}

const instantOf = (date: Date | null | undefined): Instant | undefined => (date ?? undefined) && (date!.getTime() as Instant)

/** The package's rows in the words of the port. @param recordOf the provider's id as records have it, for one that was shown */
export function translate(
  users: readonly PackageUser[],
  subscriptions: readonly PackageSubscription[],
  recordOf: (id: string) => string,
): View {
  const readable = (id: string | null | undefined): string | undefined => (id === null || id === undefined ? undefined : recordOf(id))
  return {
    customers: users.map((user) => ({ who: user.id, provider: readable(user.stripeCustomerId) })),
    subscriptions: subscriptions.map((row) => ({
      id: row.id,
      who: row.referenceId,
      provider: readable(row.stripeSubscriptionId),
      status: statusOf(row.status),
      plan: row.plan,
      quantity: row.seats ?? 1,
      periodStart: instantOf(row.periodStart),
      periodEnd: instantOf(row.periodEnd),
      cancelAtPeriodEnd: row.cancelAtPeriodEnd ?? undefined,
    })),
  }
}
