import type { Instant, View } from '#machines'
import { later, seconds, utc } from '#machines'
import type { Activity, Delivery, ProviderAnswer } from '#simulator'
import { parseName } from '#simulator'
import { createStage, drive, driveInTurn } from '../injected/drive.fixture.ts'
import type { BetterAuth } from './index.ts'

/** One webhook of a schedule made by hand: what the provider says, and when it became true. */
export interface Said {
  readonly type: 'created' | 'updated' | 'deleted' | 'checkout'
  readonly status: string
  readonly plan: string
  /** Seconds after the start; deliveries come in the order they are written. */
  readonly afterS: number
}

/** A schedule on which this package's version ends wrong, or must not. */
export interface Seen {
  readonly name: string
  readonly said: readonly Said[]
  readonly how: 'one by one' | 'at once'
  /** Does the provider answer reads? */
  readonly provider: 'answers' | 'times out'
  /** The row that the shop's own checkout had made before. */
  readonly begun: boolean
  /** What the rows say at the end, `status plan`. */
  readonly ends: readonly string[]
  readonly right: readonly string[]
}

const said = (type: Said['type'], status: string, plan: string, afterS: number): Said => ({ type, status, plan, afterS })
const usual = { how: 'one by one', provider: 'answers', begun: false } as const

/** @source the package's own webhook handlers, read and run at 1.7.6 on 2026-11-21 */
export const seen: readonly Seen[] = [
  {
    ...usual,
    name: 'a late update revives what was deleted',
    said: [said('created', 'active', 'pro', 0), said('deleted', 'canceled', 'pro', 100), said('updated', 'active', 'pro', 50)],
    ends: ['active pro'],
    right: ['canceled pro'],
  },
  {
    ...usual,
    name: 'a late update undoes a newer one',
    said: [said('created', 'active', 'pro', 0), said('updated', 'active', 'basic', 100), said('updated', 'active', 'pro', 50)],
    ends: ['active pro'],
    right: ['active basic'],
  },
  {
    ...usual,
    name: 'a creation after its deletion lives',
    said: [said('deleted', 'canceled', 'pro', 100), said('created', 'active', 'pro', 0)],
    ends: ['active pro'],
    right: ['canceled pro'],
  },
  {
    ...usual,
    name: 'an update before its creation is lost', // No row yet: the update fails inside, and is acknowledged.
    said: [said('updated', 'active', 'pro', 1), said('created', 'incomplete', 'pro', 0)],
    ends: ['incomplete pro'],
    right: ['active pro'],
  },
  {
    ...usual,
    name: 'one creation delivered twice at once makes two rows',
    how: 'at once',
    said: [said('created', 'active', 'pro', 0), said('created', 'active', 'pro', 0)],
    ends: ['active pro', 'active pro'],
    right: ['active pro'],
  },
  {
    ...usual,
    name: 'a checkout whose read times out is acknowledged and stays incomplete',
    provider: 'times out',
    begun: true,
    said: [said('checkout', 'active', 'pro', 0)],
    ends: ['incomplete pro'],
    right: ['active pro'],
  },
]

/** In order, or twice in a row: nothing is wrong here, and nothing may be found. */
export const unharmed: readonly Seen[] = [
  {
    ...usual,
    name: 'in order',
    said: [said('created', 'incomplete', 'pro', 0), said('updated', 'active', 'basic', 1), said('deleted', 'canceled', 'basic', 2)],
    ends: ['canceled basic'],
    right: ['canceled basic'],
  },
  {
    ...usual,
    name: 'each twice',
    said: [
      said('created', 'active', 'pro', 0),
      said('created', 'active', 'pro', 0),
      said('updated', 'past_due', 'pro', 5),
      said('updated', 'past_due', 'pro', 5),
    ],
    ends: ['past due pro'],
    right: ['past due pro'],
  },
  {
    ...usual,
    name: 'a checkout that is read',
    begun: true,
    said: [said('checkout', 'active', 'pro', 0)],
    ends: ['active pro'],
    right: ['active pro'],
  },
]

const starts = utc('2026-03-01T09:00:00Z')
const unix = (at: Instant): number => Math.floor(at / 1_000)

const subscription = ({ status, plan, afterS }: Said): Readonly<Record<string, unknown>> => ({
  id: 'sub_ada_1',
  object: 'subscription',
  customer: 'cus_ada_1',
  status,
  metadata: {},
  cancel_at_period_end: false,
  cancel_at: null,
  canceled_at: status === 'canceled' ? unix(later(starts, seconds(afterS))) : null,
  ended_at: null,
  trial_start: null,
  trial_end: null,
  schedule: null,
  items: {
    object: 'list',
    data: [
      {
        id: 'si_ada_1',
        quantity: 1,
        current_period_start: unix(starts),
        current_period_end: unix(utc('2026-04-01T09:00:00Z')),
        price: { id: `price_${plan}`, lookup_key: plan, recurring: { interval: 'month' } },
      },
    ],
  },
})

const checkout = {
  id: 'cs_ada_1',
  object: 'checkout.session',
  mode: 'subscription',
  customer: 'cus_ada_1',
  subscription: 'sub_ada_1',
  client_reference_id: 'ada',
  metadata: { subscriptionId: 'subscription_1' },
}

/** The n-th webhook of a schedule, rendered and signed at the moment it arrives. */
function delivery(system: BetterAuth, one: Said, ordinal: number, now: () => Instant): Delivery {
  const at = later(starts, seconds(one.afterS))
  const type = one.type === 'checkout' ? 'checkout.session.completed' : `customer.subscription.${one.type}`
  const object = one.type === 'checkout' ? checkout : subscription(one)
  return {
    kind: 'delivery',
    name: parseName(`ada/${type} ${String(object['id'])}/delivery ${ordinal}`),
    event: { id: `evt_ada_${ordinal}`, type, owner: 'ada', at, object },
    raw() {
      const body = JSON.stringify(system.show?.({ id: `evt_ada_${ordinal}`, object: 'event', type, created: unix(at), data: { object } }))
      return { body, headers: system.sign?.(body, now()) ?? {} }
    },
  }
}

export interface Played {
  readonly statuses: readonly number[]
  readonly rows: readonly string[]
  readonly view: View
  readonly log: readonly string[]
  readonly effects: readonly string[]
}

/** Plays a schedule by hand, without a run: every question is answered at once, every time-out is slept through. */
export async function play(system: BetterAuth, { said: schedule, how, provider, begun }: Seen): Promise<Played> {
  const last = schedule.at(-1)!
  const reads = (): ProviderAnswer =>
    provider === 'answers' ? { kind: 'response', status: 200, body: subscription(last) } : { kind: 'timeout' }
  const stage = createStage(reads, later(starts, seconds(200)))
  system.enter(stage.world)
  await system.reset()
  if (begun) system.client().tables.subscription.push({ id: 'subscription_1', referenceId: 'ada', plan: 'pro', status: 'incomplete' })
  const received = (one: Said, index: number): Activity => system.receive(delivery(system, one, index + 1, () => stage.now))
  const replies: unknown[] = []
  if (how === 'at once') replies.push(...(await driveInTurn(stage, schedule.map(received))))
  else for (const [index, one] of schedule.entries()) replies.push(await drive(stage, received(one, index)))
  const view = await system.view()
  return {
    statuses: replies.map((reply) => (reply as { readonly status: number }).status),
    rows: (view.subscriptions ?? []).map((row) => `${row.status} ${row.plan}`),
    view,
    log: stage.log,
    effects: stage.effects,
  }
}

/** All schedules played, as text: two processes that agree write the same. */
export async function playAll(system: BetterAuth): Promise<string> {
  const played: Played[] = []
  for (const one of [...seen, ...unharmed]) played.push(await play(system, one))
  return JSON.stringify(played)
}
