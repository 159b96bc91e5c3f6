import type { DisputeStanding, Fact, Instant, Who } from '#machines'
import { disputeTold, minor } from '#machines'
import type { Burst, ProviderAnswer, ProviderEvent, ProviderRequest, World } from '#simulator'
import type { Shop } from './parts.ts'
import { nothingMore } from './record.ts'
import { settle } from './settle.ts'
import { patience } from '../patience.ts'

/** What the provider tells of disputes; each shows the whole object as it stands. */
export const disputeEvents = ['charge.dispute.created', 'charge.dispute.updated', 'charge.dispute.closed'] as const

interface Dispute {
  readonly id: string
  readonly charge: string
  readonly status: string
  readonly balance_transactions: readonly { readonly amount: number; readonly fee: number }[]
}

/** @source SN `Dispute.Status` */
const standings: Readonly<Record<string, DisputeStanding>> = {
  warning_needs_response: 'asked',
  warning_under_review: 'asked',
  warning_closed: 'dropped',
  needs_response: 'taken',
  under_review: 'taken',
  won: 'won',
  lost: 'lost',
  prevented: 'dropped',
}

/** @param at since when it stands so, as far as we are told */
function factOf(who: Who, { id, charge, status, balance_transactions: moves }: Dispute, at: Instant, recordedAt: Instant): readonly Fact[] {
  const stands = standings[status]
  // What a newer version of the provider calls otherwise we do not know; its end will be told as well.
  if (stands === undefined) return []
  let [taken, fees] = [0, 0]
  for (const { amount, fee } of moves) {
    taken -= amount
    fees += fee
  }
  const told = { dispute: id, charge, stands, taken: minor(taken), fees: minor(fees) }
  return [disputeTold(who, told, moves.length, { at, recordedAt })]
}

/** What an event says of a dispute; nothing for anything else. */
export const translateDispute = (event: ProviderEvent, now: Instant): readonly Fact[] =>
  event.type.startsWith('charge.dispute.') ? factOf(event.owner, event.object as unknown as Dispute, event.at, now) : []

/** Pages of so many, and no more of them than anybody has in a day. */
const [pageSize, maxPages] = [100, 20]

/**
 * Asks the provider for all disputes, and takes down what no webhook has told us. A dispute is found by its charge: of one that we
 * have not heard of ourselves we are told another day.
 * @returns whether the provider told us all there is; if not it is to be asked again
 */
export function* findDisputes(shop: Shop, world: World, by: string): Burst<boolean> {
  const owners = chargesOf(world)
  let after: string | undefined
  let isAll = true
  for (let page = 0; page < maxPages; page++) {
    const started = shop.now()
    const params = after === undefined ? { limit: pageSize } : { limit: pageSize, starting_after: after }
    const request: ProviderRequest = { operation: 'disputes.list', params }
    const answer = (yield { kind: 'call', to: 'provider', label: 'find disputes', request, patience }) as ProviderAnswer
    if (answer.kind !== 'response' || answer.status !== 200) return false
    const { data, has_more: hasMore } = answer.body as { readonly data: readonly Dispute[]; readonly has_more: boolean }
    for (const dispute of data) {
      const who = owners.get(dispute.charge)
      if (who === undefined) {
        isAll = false
        continue
      }
      const facts = factOf(who, dispute, started, shop.now())
      if (yield* shop.parts.record(shop, who, facts, nothingMore, by)) yield* settle(shop, who, by)
    }
    after = data.at(-1)?.id
    if (!hasMore || after === undefined) return isAll
  }
  return isAll
}

/** Whose payment a charge was, by what we know of payments. */
export function chargesOf(world: World): ReadonlyMap<string, Who> {
  const owners = new Map<string, Who>()
  for (const who of world.table('facts').owners)
    for (const { row } of world.list('facts', who)) {
      const fact = row as Fact
      if (fact.kind === 'payment succeeded') owners.set(fact.charge, who)
      else if (fact.kind === 'payment read' && fact.found.status === 'paid') owners.set(fact.found.charge, who)
    }
  return owners
}
