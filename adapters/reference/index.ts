import type { AccountRows, Instant, View } from '#machines'
import { days, minutes, sights, standingFields, viewOf } from '#machines'
import type { Burst, CommandInput, Input, JobRun, System, World } from '#simulator'
import { native } from '#simulator'
import { Accounts } from './accounts.ts'
import { cardEvents } from './cards.ts'
import { detachedEvents } from './detached.ts'
import { disputeEvents } from './disputes.ts'
import { healthReport, reportHealth } from './health.ts'
import { whenWorkIsDue, work } from './jobs.ts'
import { refundEvents } from './refunds.ts'
import { isAsWritten, isUntold, operate, reconcile } from './operate.ts'
import { type Parts, referenceParts, type Shop } from './parts.ts'
import { recomputed } from './recomputed.ts'
import { Shown, type Tables } from './shown.ts'
import type { OutboxRow } from './tables.ts'
import { webhook } from './webhook.ts'

/** Operators ask about what is stored and about jobs, everybody else of an account. */
function asked(shop: Shop, input: CommandInput): Burst {
  const { command: wish } = input
  if (wish.do === 'recompute') return operate(shop, input, wish)
  return wish.do === 'replay' ? shop.parts.replay(shop, input, wish.job) : shop.parts.command(shop, input, wish)
}

/** What was shown last, and what it was made of: while that is the same, so is what is shown. */
interface Latest {
  readonly at: Instant
  readonly tables: Tables
  readonly accounts: readonly AccountRows[]
  readonly view: ReturnType<typeof viewOf>
  readonly shown: Shown
}

/** Billing as it should be, with its own books: facts in, one recompute, one outbox out. Assembled from named parts. */
export function reference(parts: Parts = referenceParts, name = 'reference'): System {
  let world: World
  const accounts = new Accounts(parts.machines)
  const shop: Shop = { parts, accounts, policy: () => world.policy(), now: () => parts.clock(world) }
  let latest: Latest | undefined
  const worksAt = whenWorkIsDue(() => world)

  const view = (): View => {
    const at = world.now()
    const tables = {
      facts: world.table('facts'),
      account: world.table('account'),
      standing: world.table('standing'),
      letters: world.table('letters'),
      audit: world.table('audit'),
    }
    const last = latest
    if (last?.at === at && isSame(last.tables, tables)) return last.shown
    const policy = world.policy()
    const { owners, rows } = tables.facts
    const afresh = rows.map((each, place) => accounts.shown(owners[place]!, each, policy, at))
    const all = last !== undefined && isSameList(last.accounts, afresh) ? last.accounts : afresh
    const view = last?.at === at && all === last.accounts ? last.view : viewOf(all, at, policy, last)
    latest = { at, tables, accounts: all, view, shown: new Shown(view, all, parts, tables, last?.shown) }
    return latest.shown
  }

  const job = (input: JobRun): Burst => {
    if (input.job === 'work') return work(shop, world, input)
    return input.job === 'reconcile' ? reconcile(shop, world, input) : reportHealth(shop, world)
  }

  const burstFor = (input: Input): Burst => {
    switch (input.kind) {
      case 'delivery':
        return webhook(shop, input)
      case 'command':
        return asked(shop, input)
      case 'job':
        return job(input)
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
      commands: [
        'subscribe',
        'change plan',
        'change quantity',
        'change add-on',
        'cancel',
        'undo cancel',
        'delete account',
        'pause',
        'resume',
        'extend trial',
        'cut trial',
        'assign seat',
        'unassign seat',
        'update method',
        'grant credit',
        'apply coupon',
        'remove coupon',
        'set place',
        'pay debt',
        'void invoice',
        'write off',
        'mark paid',
        'refund',
        'recompute',
        'replay',
      ],
      jobs: [
        { name: 'work', every: minutes(1), overlaps: false, due: worksAt },
        {
          name: 'reconcile',
          every: days(1),
          overlaps: false,
          repairs: true,
          due: () => (isAsWritten(accounts, world) && !isUntold(accounts, world) ? undefined : world.storeNow()),
        },
        healthReport(() => world),
      ],
      copies: { table: 'standing', fields: standingFields },
      crash: true,
      clock: 'controlled',
      reconcile: true,
      // All there are: whatever can be looked at is there to be judged.
      sights,
      listens: [
        'payment_intent.succeeded',
        'payment_intent.payment_failed',
        'payment_intent.requires_action',
        'payment_intent.processing',
        'payment_intent.canceled',
        'refund.updated',
        'refund.failed',
        ...disputeEvents,
        ...cardEvents,
        ...detachedEvents,
        ...refundEvents,
      ],
      endpointVersion: '2026-10-28.endive',
    },
    enter(entered) {
      world = entered
      accounts.forget()
      latest = undefined
    },
    reset() {},
    receive: (input) => native(input.name, burstFor(input)),
    settle: () => ({
      // What is dead waits for a person, in plain sight.
      waitsFor: world
        .table('outbox')
        .owners.flatMap((who) =>
          world.list('outbox', who).flatMap(({ key, row }) => ((row as OutboxRow).job?.state === 'dead' ? [] : [`outbox ${key}`])),
        ),
    }),
    view,
    recompute: (account) => recomputed(parts.machines, account),
    close() {},
  }
}

const isSame = (last: Tables, now: Tables): boolean =>
  last.facts === now.facts &&
  last.account === now.account &&
  last.standing === now.standing &&
  last.letters === now.letters &&
  last.audit === now.audit

const isSameList = (last: readonly object[], now: readonly object[]): boolean =>
  last.length === now.length && last.every((rows, place) => rows === now[place])
