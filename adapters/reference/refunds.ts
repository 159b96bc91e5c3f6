import type { Fact, Instant, Who } from '#machines'
import { minor, refundTold } from '#machines'
import type { Burst, ProviderAnswer, ProviderEvent, ProviderRequest, World } from '#simulator'
import { chargesOf } from './disputes.ts'
import type { Shop } from './parts.ts'
import { nothingMore } from './record.ts'
import { settle } from './settle.ts'
import { patience } from '../patience.ts'

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

/** Pages of so many, and no more of them than anybody has in a day. */
const [pageSize, maxPages] = [100, 20]

/**
 * Asks the provider for all refunds, and takes down those that nobody asked us for and no webhook has told us.
 * @returns whether the provider told us all there is; one of a charge that we have not heard of is to be asked for again
 */
export function* findRefunds(shop: Shop, world: World, by: string): Burst<boolean> {
  const owners = chargesOf(world)
  let after: string | undefined
  let isAll = true
  for (let page = 0; page < maxPages; page++) {
    const started = shop.now()
    const params = after === undefined ? { limit: pageSize } : { limit: pageSize, starting_after: after }
    const request: ProviderRequest = { operation: 'refunds.list', params }
    const answer = (yield { kind: 'call', to: 'provider', label: 'find refunds', request, patience }) as ProviderAnswer
    if (answer.kind !== 'response' || answer.status !== 200) return false
    const { data, has_more: hasMore } = answer.body as { readonly data: readonly Refund[]; readonly has_more: boolean }
    for (const refund of data) {
      const who = owners.get(refund.charge)
      if (who === undefined) {
        isAll &&= isOurs(refund)
        continue
      }
      const facts = factOf(who, refund, started, shop.now())
      if (facts.length > 0 && (yield* shop.parts.record(shop, who, facts, nothingMore, by))) yield* settle(shop, who, by)
    }
    after = data.at(-1)?.id
    if (!hasMore || after === undefined) return isAll
  }
  return isAll
}
