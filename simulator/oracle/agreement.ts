import type { SubscriptionRow } from '#machines'
import type { ProviderSubscription } from '../provider/provider.ts'

const live = ['trialing', 'active', 'past due', 'unpaid', 'paused']
const over = ['canceled', 'incomplete expired']

/** Vendors join the words of a status with underscores; people do not. */
const inOurWords = (status: string): string => status.replaceAll('_', ' ')

/** One way in which a copy differs from what it copies. */
export interface Difference {
  /** `over`: it has ended at the provider and lives here, the costliest of wrong states. */
  readonly clause: 'missing' | 'over' | 'status' | 'plan' | 'quantity'
  readonly says: string
}

/** How the system's row differs from the provider's subscription; undefined when it does not. */
export function difference(theirs: ProviderSubscription, row: SubscriptionRow | undefined): Difference | undefined {
  const status = inOurWords(theirs.status)
  if (row === undefined)
    // Who never heard of one that never began, or is over, has missed nothing.
    return live.includes(status) ? { clause: 'missing', says: `is ${status} at the provider and unknown here` } : undefined
  if (row.status !== status) {
    const isRevived = over.includes(status) && live.includes(row.status)
    return { clause: isRevived ? 'over' : 'status', says: `is ${status} at the provider and ${row.status} here` }
  }
  if (!live.includes(status) || theirs.items.length === 0) return undefined
  const item = theirs.items.find((each) => each.plan === row.plan)
  if (item === undefined)
    return { clause: 'plan', says: `is on ${theirs.items.map((each) => each.plan).join(' and ')} at the provider and on ${row.plan} here` }
  if (row.isUncounted !== true && item.quantity !== row.quantity)
    return { clause: 'quantity', says: `counts ${item.quantity} at the provider and ${row.quantity} here` }
  return undefined
}

export function rowFor(rows: readonly SubscriptionRow[], theirs: ProviderSubscription): SubscriptionRow | undefined {
  for (const row of rows) if (row.provider === theirs.id) return row
  return undefined
}
