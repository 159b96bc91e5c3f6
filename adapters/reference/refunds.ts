import type { Fact, Instant, Who } from '#machines'
import { minor, refundTold } from '#machines'
import type { Burst, ProviderEvent, World } from '#simulator'
import { chargesOf } from './disputes.ts'
import { listed } from './listed.ts'
import { learn } from './learn.ts'
import type { Shop } from './parts.ts'

/** What the provider tells of money that goes back, ours or not. */
export const refundEvents = ['refund.created'] as const

interface Refund {
  readonly id: string
  readonly charge: string
  readonly amount: number
  readonly status: string
  readonly metadata: Readonly<Record<string, string>>
}

/** We asked for it. */
const isOurs = ({ metadata }: Pick<Refund, 'metadata'>): boolean => metadata['refund'] !== undefined

/** Of a refund that we asked for the answer tells, and a look among those of its charge. */
const factOf = (who: Who, { id, charge, amount, status, metadata }: Refund, at: Instant, recordedAt: Instant): readonly Fact[] =>
  isOurs({ metadata }) || status !== 'succeeded'
    ? []
    : [refundTold(who, { provider: id, charge, amount: minor(amount) }, { at, recordedAt })]

/** What an event says of a refund that somebody made at the dashboard; nothing for anything else. */
export const translateRefund = (event: ProviderEvent, now: Instant): readonly Fact[] =>
  event.type === 'refund.created' ? factOf(event.owner, event.object as unknown as Refund, event.at, now) : []

/**
 * Asks the provider for all refunds, and takes down those that nobody asked us for and no webhook has told us.
 * @returns whether the provider told us all there is; one of a charge that we have not heard of is to be asked for again
 */
export function* findRefunds(shop: Shop, world: World, by: string): Burst<boolean> {
  const owners = chargesOf(world)
  const all = yield* listed<Refund>(shop, 'find refunds', 'refunds.list')
  let isAll = all !== undefined
  for (const { row: refund, at } of all ?? []) {
    const who = owners.get(refund.charge)
    if (who === undefined) {
      isAll &&= isOurs(refund)
      continue
    }
    const facts = factOf(who, refund, at, shop.now())
    if (facts.length > 0) yield* learn(shop, who, facts, by)
  }
  return isAll
}
