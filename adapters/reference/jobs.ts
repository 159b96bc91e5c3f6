import type { Instant, Who } from '#machines'
import type { Burst, JobRun, World } from '#simulator'
import type { Shop } from './parts.ts'
import { performDue } from './perform.ts'
import { settle } from './settle.ts'
import type { AccountRow, OutboxRow } from './tables.ts'

/** The earliest time at which an account or its outbox wants to be looked at. */
function due(world: World, who: Who): Instant {
  let earliest = Number.POSITIVE_INFINITY as Instant
  const accounts = world.list('account', who)
  for (let i = 0; i < accounts.length; i++) earliest = least(earliest, (accounts[i]!.row as AccountRow).wakeAt)
  const entries = world.list('outbox', who)
  for (let i = 0; i < entries.length; i++) earliest = least(earliest, (entries[i]!.row as OutboxRow).from)
  return earliest
}

export function dueOfAll(world: World): Instant | undefined {
  let earliest = Number.POSITIVE_INFINITY as Instant
  const owners = world.owners('account')
  for (let i = 0; i < owners.length; i++) earliest = least(earliest, due(world, owners[i]!))
  return earliest === Number.POSITIVE_INFINITY ? undefined : earliest
}

const least = (a: Instant, b: Instant): Instant => (b < a ? b : a)

/**
 * The clockwork: accounts whose time has come are settled, and what the outbox owes is carried out. Whoever waits longest
 * comes first, or a worker that keeps dying over one account would never come to the others.
 */
export function* work(shop: Shop, world: World, input: JobRun): Burst<void> {
  const waiting = world.owners('account').map((who) => ({ who, since: due(world, who) }))
  for (const { who } of waiting.filter(({ since }) => since <= shop.now()).toSorted((a, b) => a.since - b.since)) {
    yield* settle(shop, who, input.name.text)
    yield* performDue(shop, who)
  }
}
