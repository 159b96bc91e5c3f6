import type { AccountState, Fact, View } from '#machines'
import { minutes, nextDue, recompute, viewOf } from '#machines'
import type { Burst, Input, StoredRow, System, World } from '#simulator'
import { native } from '#simulator'
import { command } from './command.ts'
import { dueOfAll, work } from './jobs.ts'
import { type Parts, referenceParts, type Shop } from './parts.ts'
import { webhook } from './webhook.ts'

/** Billing as it should be, with its own books: facts in, one recompute, one outbox out. Assembled from named parts. */
export function reference(parts: Parts = referenceParts, name = 'reference'): System {
  let world: World
  const shop: Shop = { parts, policy: () => world.policy(), now: () => world.now() }
  // Recomputed accounts by the rows they came from: a projection, never a second store.
  const projected = new Map<string, { readonly rows: readonly StoredRow[]; readonly state: AccountState }>()

  const accountOf = (who: string): AccountState => {
    const rows = world.list('facts', who)
    const last = projected.get(who)
    if (last !== undefined && last.rows === rows && nextDue(last.state) > world.now()) return last.state
    const { state } = recompute(
      rows.map((stored) => stored.row as Fact),
      world.policy(),
      world.now(),
      parts.machines,
      who,
    )
    projected.set(who, { rows, state })
    return state
  }

  const burstFor = (input: Input): Burst => {
    switch (input.kind) {
      case 'delivery':
        return webhook(shop, input)
      case 'command':
        return command(shop, input)
      case 'job':
        return work(shop, world)
      default:
        throw new RangeError(`no such input: ${JSON.stringify(input satisfies never)}`)
    }
  }

  return {
    name,
    version: '1',
    capabilities: {
      level: 'native',
      authority: 'ours',
      keeps: 'ledger',
      // The customer answers the bank at the provider's own pages; we hear of it by webhook.
      commands: ['subscribe', 'change plan', 'change quantity', 'cancel', 'update method', 'refund'],
      jobs: [{ name: 'work', every: minutes(1), overlaps: false, due: () => dueOfAll(world) }],
      crash: true,
      clock: 'controlled',
      reconcile: true,
      sights: ['customers', 'subscriptions', 'invoices', 'attempts', 'access', 'ledger', 'notices'],
      listens: [
        'payment_intent.succeeded',
        'payment_intent.payment_failed',
        'payment_intent.requires_action',
        'payment_intent.canceled',
        'refund.updated',
        'refund.failed',
      ],
      endpointVersion: '2026-10-28.endive',
    },
    enter(entered) {
      world = entered
      projected.clear()
    },
    reset() {},
    receive: (input) => native(input.name, burstFor(input)),
    settle: () => ({
      waitsFor: world.owners('outbox').flatMap((who) => world.list('outbox', who).map((stored) => `outbox ${stored.key}`)),
    }),
    view: (): View => viewOf(world.owners('facts').map(accountOf), world.now(), world.policy()),
    close() {},
  }
}
