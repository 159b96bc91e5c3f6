import type { Instant, Who } from '#machines'
import type { Burst, JobRun, StoredRow, StoredTable, World } from '#simulator'
import type { Shop } from './parts.ts'
import { performDue } from './perform.ts'
import { settle } from './settle.ts'
import type { AccountRow, OutboxRow } from './tables.ts'

function wakesAt(accounts: readonly StoredRow[]): Instant {
  let earliest = Number.POSITIVE_INFINITY as Instant
  for (let i = 0; i < accounts.length; i++) earliest = least(earliest, (accounts[i]!.row as AccountRow).wakeAt)
  return earliest
}

function goesOnAt(entries: readonly StoredRow[]): Instant {
  let earliest = Number.POSITIVE_INFINITY as Instant
  for (let i = 0; i < entries.length; i++) earliest = least(earliest, (entries[i]!.row as OutboxRow).from)
  return earliest
}

/** The earliest time at which an account or its outbox wants to be looked at. */
const due = (world: World, who: Who): Instant => least(wakesAt(world.list('account', who)), goesOnAt(world.list('outbox', who)))

/** Tells when anybody's account or outbox wants to be looked at. Asked at every commit, and most of them write neither. */
export function whenWorkIsDue(world: () => World): () => Instant | undefined {
  let accounts: StoredTable | undefined
  let outbox: StoredTable | undefined
  let earliest: Instant | undefined
  return () => {
    const [now, entries] = [world().table('account'), world().table('outbox')]
    if (now !== accounts || entries !== outbox) {
      accounts = now
      outbox = entries
      earliest = earliestOf(now, entries)
    }
    return earliest
  }
}

function earliestOf(accounts: StoredTable, outbox: StoredTable): Instant | undefined {
  let earliest = Number.POSITIVE_INFINITY as Instant
  for (const rows of accounts.rows) earliest = least(earliest, wakesAt(rows))
  for (const rows of outbox.rows) earliest = least(earliest, goesOnAt(rows))
  return earliest === Number.POSITIVE_INFINITY ? undefined : earliest
}

const least = (a: Instant, b: Instant): Instant => (b < a ? b : a)

/**
 * The clockwork: accounts whose time has come are settled, and what the outbox owes is carried out. Whoever waits longest
 * comes first, or a worker that keeps dying over one account would never come to the others.
 */
export function* work(shop: Shop, world: World, input: JobRun): Burst<void> {
  const waiting = world.table('account').owners.map((who) => ({ who, since: due(world, who) }))
  for (const { who } of waiting.filter(({ since }) => since <= shop.now()).toSorted((a, b) => a.since - b.since)) {
    yield* settle(shop, who, input.name.text)
    yield* performDue(shop, who)
  }
}
