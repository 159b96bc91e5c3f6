import type { Instant } from '#machines'
import { isoDate, later } from '#machines'
import { boundaryAfter } from './boundaries.ts'
import type { ProviderSubscription } from '../provider/provider.ts'
import type { Invariant, Scene, Witness } from './scene.ts'
import { costOf } from './standing.ts'
import { about, inMoney, witness } from './witness.ts'

/**
 * Where the provider owns the cycle, its own books are worked out again: periods by the accountant's calendar, in UTC whatever our zone, and what a
 * subscription costs that nobody changed. It judges the twin, never the system.
 */
export const providerBooksAgree: Invariant = {
  code: 'BS112',
  name: 'the provider’s books agree',
  when: 'end',
  stance: 'universal',
  rests: 'accountant',
  needs: [],
  applies: (scene) => (scene.authority === 'provider' ? scene.truth.subscriptions.length : 0),
  violations(scene) {
    if (scene.authority !== 'provider') return []
    const found: Witness[] = []
    for (const subscription of scene.truth.subscriptions) {
      const plan = scene.policy.plans.find((each) => each.key === subscription.items[0]?.plan)
      const signups = signupsOf(scene, subscription)
      if (plan === undefined || signups.length !== 1) continue
      const { trial } = signups[0]!
      const anchor = trial === undefined ? subscription.created : later(subscription.created, trial)
      const { owner, id } = subscription
      const periods = countPeriods(anchor, plan.interval, subscription)
      const inTrial = trial !== undefined && toSecond(subscription.periodEnd) === toSecond(anchor)
      if (periods === undefined && !inTrial)
        found.push(
          witness(
            'calendar',
            owner,
            [about('subscription', id)],
            `${owner}'s ${id} runs from ${isoDate(subscription.periodStart)} to ${isoDate(subscription.periodEnd)}, which no period from ${isoDate(anchor)} does`,
          ),
        )
      if (scene.truth.commands.some((each) => each.who === owner && each.command.do.startsWith('change'))) continue
      const price = costOf(scene.policy, plan.key, subscription.items[0]!.quantity)
      const taken = scene.truth.charges.filter((each) => each.owner === owner && each.invoice !== undefined && each.outcome === 'succeeded')
      for (const charge of taken)
        if (charge.amount !== price)
          found.push(
            witness(
              'amount',
              owner,
              [about('charge', charge.id)],
              `${owner} was charged ${inMoney(scene.policy, charge.amount)} for a period at ${inMoney(scene.policy, price)}`,
            ),
          )
      const begun = inTrial ? 0 : (periods ?? 0) + 1
      if (periods !== undefined && taken.length > begun)
        found.push(
          witness(
            'too often',
            owner,
            [about('subscription', id)],
            `${owner} was charged ${taken.length} times for ${begun} periods of ${id}`,
          ),
        )
    }
    return found
  },
}

/** With two signups it is nobody's to say which one made the subscription. */
const signupsOf = (scene: Scene, { owner }: ProviderSubscription) =>
  scene.truth.commands.flatMap((each) =>
    each.who === owner && each.command.do === 'subscribe' && each.reply?.kind !== 'refused' ? [each.command] : [],
  )

/** Providers count whole seconds. */
const toSecond = (instant: Instant): number => Math.floor(instant / 1_000)

/** How many periods ended before the running one; undefined when the calendar knows no such period. */
function countPeriods(
  anchor: Instant,
  interval: 'week' | 'month' | 'year',
  { periodStart, periodEnd }: ProviderSubscription,
): number | undefined {
  for (let n = 0; n < 1_000; n++) {
    const start = toSecond(boundaryAfter(anchor, interval, n, 'UTC'))
    if (start > toSecond(periodStart)) return undefined
    if (start === toSecond(periodStart))
      return toSecond(boundaryAfter(anchor, interval, n + 1, 'UTC')) === toSecond(periodEnd) ? n : undefined
  }
  return undefined
}
