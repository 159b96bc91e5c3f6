import { type Command, days, defaultPolicy, hours, later, type Duration, type Instant, type Policy, utc } from '#machines'
import type { Capabilities, StoryLine, Workload } from '#simulator'

/** Long ago, so that a moment of the machine's own clock is none of the world's. */
const starts: Instant = utc('2024-01-15')
/** Where the clock is the machine's: its clients take what is of the future, and nothing that is past. */
const startsAhead: Instant = utc('2032-01-15')
const monthAndMore = days(40)

/** What every customer may ask for whom somebody has signed up; of other commands nobody could say what they should be about. */
const samples: readonly Command[] = [
  { do: 'change quantity', quantity: 2 },
  { do: 'change plan', plan: 'team' },
  { do: 'update method', method: 'card' },
  { do: 'cancel', when: 'period end' },
  { do: 'undo cancel' },
  { do: 'pause' },
  { do: 'resume' },
  { do: 'grant credit', amount: defaultPolicy.plans[0]!.price },
  { do: 'refund' },
  { do: 'cancel', when: 'now' },
]

/** So many runs of a job tell all; where each is a request to a process apart, more of them cost the most of a life. */
const mostTicks = 60

const lasting = (atMost: Duration, { jobs, level }: Pick<Capabilities, 'jobs' | 'level'>, ticks: number): Duration =>
  (level === 'native' ? atMost : Math.min(atMost, ...jobs.map(({ every }) => every * ticks))) as Duration

const cast = ['ada', 'bob', 'cleo', 'dan', 'eve'] as const

/**
 * A customer for each plan, signed up on the first day by whatever way there is, and through a first renewal; the first of them
 * then asks for one thing after another that the system takes.
 */
export function plainLife(
  { commands, checkout, clock, jobs, level }: Pick<Capabilities, 'commands' | 'checkout' | 'clock' | 'jobs' | 'level'>,
  policy: Policy = defaultPolicy,
): Workload {
  const through = checkout === true ? ({ through: 'checkout' } as const) : {}
  const signups = policy.plans.slice(0, cast.length).map(({ key }, index): StoryLine => ({
    id: 'subscribe',
    who: cast[index]!,
    at: hours(index),
    command: { do: 'subscribe', plan: key, quantity: 1, method: 'card', ...through },
  }))
  const lasts = lasting(monthAndMore, { jobs, level }, mostTicks)
  const wishesAt = lasts > days(34) ? days(33) : hours(cast.length + 1)
  const wishes = samples
    .filter((each) => commands.includes(each.do))
    .map((command, index): StoryLine => ({
      id: `wish ${index + 1}`,
      who: cast[0],
      at: (wishesAt + index * hours(1)) as Duration,
      command,
    }))
  return { scenario: 'conformance', starts: startsOf(clock), lasts, policy, story: [...signups, ...wishes].filter(({ at }) => at <= lasts) }
}

/** Nobody asks for anything. */
export const emptyLife = (capabilities: Pick<Capabilities, 'clock' | 'jobs' | 'level'>, policy: Policy = defaultPolicy): Workload => ({
  scenario: 'conformance, empty',
  starts: startsOf(capabilities.clock),
  lasts: lasting(days(2), capabilities, mostTicks / 6),
  policy,
  story: [],
})

const startsOf = (clock: Capabilities['clock']): Instant => (clock === 'controlled' ? starts : startsAhead)

/** Whether a moment can be one of these lives', or of what a system says in them of the time to come. */
export const isOfTheWorld = (at: Instant): boolean => at < later(starts, (monthAndMore * 10) as Duration)
