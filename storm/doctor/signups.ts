import { guarded } from '#adapters'
import { type CommandReply, defaultPolicy, hours, utc } from '#machines'
import { type Activity, type Capabilities, type Delivery, eye, runAsync, type System, type Workload } from '#simulator'
import { inItsTime } from '../far-future.ts'
import { twinFor } from '../world.ts'

/** Where the provider, its books and the service's answers stood when it was over. */
export interface SignedUp {
  /** Why it did not come to its end. */
  readonly why: string | undefined
  readonly replies: readonly { readonly plan: string; readonly reply: CommandReply | undefined }[]
  readonly customers: readonly string[]
  readonly subscriptions: readonly { readonly id: string; readonly who: string; readonly status: string; readonly plan: string }[]
  readonly paid: number
  /** Of each copy of a webhook that reached its door: the type, and how it was answered. */
  readonly webhooks: readonly { readonly type: string; readonly status: number | undefined }[]
}

const cast = ['ada', 'bob', 'cleo', 'dan', 'eve'] as const

/** A customer for each plan signs up with a good card, within some hours, and nothing goes wrong. */
const signupDay: Workload = {
  scenario: 'doctor',
  // Long before any machine's clock, so that a moment of that is known by sight.
  starts: utc('2024-02-10'),
  lasts: hours(8),
  policy: defaultPolicy,
  story: defaultPolicy.plans.slice(0, cast.length).map(({ key }, index) => ({
    id: 'subscribe',
    who: cast[index]!,
    at: hours(index + 1),
    command: { do: 'subscribe', plan: key, quantity: 1, method: 'card' },
  })),
}

/** The same when a service with such a clock can go through it. */
export const dayFor = (capabilities: Pick<Capabilities, 'clock'>): Workload => inItsTime(signupDay, capabilities)

/** Who signs up that day. */
export const whoSignsUp: readonly string[] = signupDay.story.map(({ who }) => who)

const acknowledged = ({ name }: Delivery): Activity => ({ name, resume: () => ({ kind: 'done', reply: { status: 200 } }) })

/**
 * The day of signups, without a look into the view: whoever shows nothing yet is to be told what else is right.
 * @param rests resolves when the service has come to rest
 */
export async function signups(given: System, rests: () => Promise<void>): Promise<SignedUp> {
  const workload = dayFor(given.capabilities)
  const events = new Set<string>()
  const isCopy = ({ event }: Delivery): boolean => events.has(event.id) || (events.add(event.id), false)
  const { system, blames } = guarded(
    {
      ...given,
      capabilities: { ...given.capabilities, sights: [] },
      async settle() {
        await rests()
        return { waitsFor: [] }
      },
      view: () => ({}),
      // Once tells enough: what is refused would come again for days.
      receive: (input) => (input.kind === 'delivery' && isCopy(input) ? acknowledged(input) : given.receive(input)),
    },
    'others',
  )
  let seen: Pick<SignedUp, 'replies' | 'customers' | 'subscriptions' | 'paid' | 'webhooks'> = {
    replies: [],
    customers: [],
    subscriptions: [],
    paid: 0,
    webhooks: [],
  }
  const onlooker = eye('quiet', ({ truth }) => {
    seen = {
      replies: truth.commands.map(({ command, reply }) => ({ plan: command.do === 'subscribe' ? command.plan : '', reply })),
      customers: truth.customers.map(({ id }) => id),
      subscriptions: truth.subscriptions.map(({ id, owner, status, items }) => ({ id, who: owner, status, plan: items[0]?.plan ?? '' })),
      paid: truth.charges.filter(({ outcome }) => outcome === 'succeeded').length,
      webhooks: truth.deliveries.map(({ type, status }) => ({ type, status })),
    }
  })
  const { why } = await runAsync({
    system,
    blames,
    workload,
    source: { kind: 'record', record: new Map() },
    invariants: [onlooker],
    makeTwin: twinFor(workload),
  })
  return { why, ...seen }
}
