import type { Command, Duration, Method, Policy, Who } from '#machines'
import { days, defaultPolicy, later, minutes, seconds, utc } from '#machines'
import type { Workload } from '#simulator'
import { Draw } from './draw.ts'
import { type Drawn, numbered, type Timed } from './scenario.ts'

/** Customers who sign up in the system and pay on the provider's page, beside others whom an operator signs up. */
export const checkouts: Drawn = {
  kind: 'drawn',
  name: 'checkouts',
  about:
    'a few customers sign up in the system and pay on a page of the provider, or are signed up by an operator; many try it first, some leave at once',
  needs: 'checkout',
  workloadFor: (seed) => checkoutsFor(seed, defaultPolicy),
}

const cast = ['ada', 'bob', 'cleo'] as const
const firstDays = ['2024-01-31', '2024-02-28', '2024-03-15', '2024-08-31', '2024-12-31', '2025-06-10'] as const
const lasts = days(90)

/** The workload of a seed: equal for equal seeds on every machine. */
export function checkoutsFor(seed: number, policy: Policy): Workload {
  const draw = new Draw(`checkouts ${seed}`)
  const starts = later(utc(draw.among(firstDays)), seconds(draw.within(0, 86_399)))
  const count = draw.weighted([
    [1, 2],
    [2, 3],
    [3, 5],
  ])
  const story = cast.slice(0, count).flatMap((who) => lifeOf(new Draw(`checkouts ${seed} ${who}`), who, policy))
  return { scenario: 'checkouts', starts, lasts, policy, story: numbered(story) }
}

/** One customer: signs up, has a wish or two, perhaps leaves and comes back. Drawn from a stream of the customer's own. */
function lifeOf(draw: Draw, who: Who, policy: Policy): readonly Timed[] {
  const plan = (): string => draw.among(policy.plans).key
  const way = draw.chance(450) ? { through: 'checkout' as const } : {}
  const signup = (at: Duration): Timed => {
    const method = draw.weighted<Method>([
      ['card', 16],
      ['card needing authentication', 2],
      ['card without funds', 1],
      ['card expired', 1],
    ])
    const quantity = draw.weighted([
      [1, 5],
      [3, 1],
    ])
    const trial = draw.chance(450) ? { trial: draw.among([days(7), days(14)]) } : {}
    return { who, at, command: { do: 'subscribe', plan: plan(), quantity, method, ...trial, ...way } }
  }
  const story = [signup(seconds(draw.within(0, 86_400 * 3)))]
  // Who closed the page, or whose card was declined, asks again; who has a subscription by then is told so.
  if (draw.chance(250)) story.push(signup(soon(draw, story[0]!.at)))
  let previous = story.at(-1)!.at
  // Some think better of it before their first message has arrived.
  if (draw.chance(250)) {
    story.push({ who, at: (previous + seconds(draw.within(45, 110))) as Duration, command: { do: 'cancel', when: 'now' } })
    if (draw.chance(300)) story.push(signup(soon(draw, story.at(-1)!.at)))
    return story
  }
  for (let wishes = draw.within(1, 5); wishes > 0; wishes--) {
    previous = draw.chance(400) ? soon(draw, previous) : ((previous + seconds(draw.within(60, 86_400 * 18))) as Duration)
    story.push({ who, at: previous, command: wishFor(draw, plan) })
  }
  if (draw.chance(450)) {
    previous = draw.chance(600) ? soon(draw, previous) : ((previous + seconds(draw.within(60, 86_400 * 12))) as Duration)
    story.push({ who, at: previous, command: { do: 'cancel', when: draw.chance(700) ? 'now' : 'period end' } })
    if (draw.chance(300)) story.push(signup(soon(draw, previous)))
  }
  return story.filter(({ at }) => at <= lasts).toSorted((a, b) => a.at - b.at)
}

const wishFor = (draw: Draw, plan: () => string): Command =>
  draw.weighted<() => Command>([
    [() => ({ do: 'change plan', plan: plan() }), 5],
    [() => ({ do: 'change quantity', quantity: draw.within(1, 4) }), 2],
    [() => ({ do: 'update method', method: 'card' }), 1],
    [() => ({ do: 'refund' }), 1],
  ])()

const soon = (draw: Draw, after: Duration): Duration =>
  (after + draw.among([seconds(draw.within(45, 600)), minutes(draw.within(10, 300)), minutes(draw.within(300, 1_200))])) as Duration
