import type { DisputeStanding, Fact, Instant, Who } from '#machines'
import { disputeTold, minor } from '#machines'
import type { Burst, ProviderEvent, World } from '#simulator'
import { listed } from './listed.ts'
import { learn } from './learn.ts'
import type { Shop } from './parts.ts'

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

/**
 * Asks the provider for all disputes, and takes down what no webhook has told us. A dispute is found by its charge: of one that we
 * have not heard of ourselves we are told another day.
 * @returns whether the provider told us all there is; if not it is to be asked again
 */
export function* findDisputes(shop: Shop, world: World, by: string): Burst<boolean> {
  const owners = chargesOf(world)
  const all = yield* listed<Dispute>(shop, 'find disputes', 'disputes.list')
  let isAll = all !== undefined
  for (const { row: dispute, at } of all ?? []) {
    const who = owners.get(dispute.charge)
    if (who === undefined) {
      isAll = false
      continue
    }
    yield* learn(shop, who, factOf(who, dispute, at, shop.now()), by)
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
