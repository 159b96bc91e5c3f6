import type { Instant, SubscriptionRow, View, Who } from '#machines'
import type { BalanceTransaction, TruthCharge, TruthDispute, TruthRefund } from '../../provider/provider.ts'
import type { Scene } from '../scene.ts'

/** What a business wants to know of its billing before customers tell it. Counts over one run or many; money in minor units. */
export interface Kpis {
  /** Simulated time that was watched, in milliseconds. */
  readonly watched: number
  /** Plans or quantities that were in force and went back within their period, with no money going back for it. */
  readonly rollbacks: number
  /** Asked for upgrades that were granted before they were paid, and are not paid at the end. */
  readonly upgradeDebt: number
  /** Customers of whom our books and the provider's said different things when nothing was running: how often that began. */
  readonly disagreements: number
  /** How long each of those that ended lasted, in milliseconds, longest last. */
  readonly recoveries: readonly number[]
  /** Time in which subscriptions ran that cost something, and how much of it stood on an invoice that binds, in milliseconds. */
  readonly running: number
  readonly covered: number
  /** Jobs that gave up; undefined for a system that shows none. */
  readonly deadLetters: number | undefined
}

export const noKpis: Kpis = {
  watched: 0,
  rollbacks: 0,
  upgradeDebt: 0,
  disagreements: 0,
  recoveries: [],
  running: 0,
  covered: 0,
  deadLetters: undefined,
}

/** The sections of a view that they are counted from. */
export const kpiSights = ['subscriptions', 'invoices', 'ledger'] as const

export const joinedKpis = (a: Kpis, b: Kpis): Kpis => ({
  watched: a.watched + b.watched,
  rollbacks: a.rollbacks + b.rollbacks,
  upgradeDebt: a.upgradeDebt + b.upgradeDebt,
  disagreements: a.disagreements + b.disagreements,
  recoveries: [...a.recoveries, ...b.recoveries].toSorted((x, y) => x - y),
  running: a.running + b.running,
  covered: a.covered + b.covered,
  deadLetters: a.deadLetters === undefined ? b.deadLetters : a.deadLetters + (b.deadLetters ?? 0),
})

/** What correct billing promises and a run did not keep, in words; nothing when all was kept. */
export const brokenPromises = (kpis: Kpis): readonly string[] => [
  ...(kpis.rollbacks > 0 ? ['rollbacks'] : []),
  ...(kpis.upgradeDebt !== 0 ? ['upgrade bad debt'] : []),
  ...(kpis.disagreements > kpis.recoveries.length ? ['state disagreements that never ended'] : []),
  ...(kpis.covered < kpis.running ? ['invoice coverage'] : []),
]

/** What was to be seen at one moment of a run: kept as it was, so that a whole run can be counted once more when it is over. */
export interface Look {
  readonly at: Scene['at']
  readonly now: Instant
  readonly view: View
  readonly balance: readonly BalanceTransaction[]
  readonly charges: readonly TruthCharge[]
  readonly refunds: readonly TruthRefund[]
  /** What banks took of payments, and gave back. */
  readonly disputes: readonly TruthDispute[]
  /** What a subscription costs for a period, in minor units. */
  readonly costOf: (row: Pick<SubscriptionRow, 'plan' | 'quantity'>) => number
  readonly cast: readonly Who[]
}

export function lookAt({ at, now, view, truth, policy }: Scene): Look {
  const { balance, charges, refunds, disputes, commands } = truth
  // Taken out of the view: who shows it may go on to the next moment with it.
  const { subscriptions, invoices, ledger, credits, 'dead letters': deadLetters } = view
  return {
    at,
    now,
    view: { subscriptions, invoices, ledger, credits, 'dead letters': deadLetters },
    balance: balance.slice(),
    charges: charges.slice(),
    refunds: refunds.slice(),
    disputes: disputes.slice(),
    costOf: ({ plan, quantity }) => (policy.plans.find(({ key }) => key === plan)?.price ?? 0) * quantity,
    cast: [...new Set(commands.map(({ who }) => who))],
  }
}

/** Jobs that gave up, by what names them; undefined where a system shows none. */
export function deadIn(view: View): readonly string[] | undefined {
  const rows = (view as Readonly<Record<string, unknown>>)['dead letters']
  if (!Array.isArray(rows)) return undefined
  return (rows as readonly { readonly who?: string; readonly job?: string; readonly state?: string }[])
    .filter(({ state }) => state === 'dead')
    .map(({ who, job }) => `${who ?? ''} ${job ?? ''}`)
}
