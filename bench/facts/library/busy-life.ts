import { type Command, days, defaultPolicy, type Duration, hours, type Instant, later, minor, type Policy } from '#machines'
import type { StoryLine, Workload } from '#simulator'
import type { Profile } from '../fact-file.ts'
import { Random } from '../random.ts'
import { corePolicy } from './core.ts'

const weekly: Policy = { ...defaultPolicy, plans: [...defaultPolicy.plans, { key: 'weekly', price: minor(599), interval: 'week' }] }

/** A team that grows and shrinks for years: most of what accounts hold lies in a few of them. */
export function busyLife(profile: Profile, seed: number, lasts: Duration, isDaily: boolean, asOf: Instant): Workload {
  const random = new Random(`busy ${profile} ${seed}`)
  const policy = profile === 'core' ? corePolicy : weekly
  const story: StoryLine[] = []
  const say = (at: number, command: Command): void => {
    story.push({ id: `line ${story.length + 1}`, who: 'ada', at: at as Duration, command })
  }
  const plan = (): string => policy.plans[random.below(policy.plans.length)]!.key
  const signup = (): Command => ({ do: 'subscribe', plan: profile === 'core' ? 'basic' : plan(), quantity: 1, method: 'card' })
  say(0, signup())
  const most = isDaily ? 1 : 10
  let size = 1
  for (let day = 1, next = 1; days(day) < lasts; day++) {
    const at = days(day) + random.below(hours(20) / 1_000) * 1_000
    // Whoever was lost on the way comes back; whoever was not is told so.
    if (day % 30 === 0) say(at, signup())
    if (day % 30 === 15 && profile === 'full') say(at, { do: 'update method', method: 'card' })
    if (day < next) continue
    next = day + random.within(1, most)
    const wish = random.below(100)
    if (wish < 88) {
      // What core is about only ever grows.
      size = size >= 40 && profile === 'full' ? 1 : size + (profile === 'full' ? random.within(1, 3) : 1)
      say(at, { do: 'change quantity', quantity: size })
    } else if (wish < 92) say(at, { do: 'refund' })
    else if (profile === 'core') continue
    else say(at, wish < 96 ? { do: 'change plan', plan: plan() } : { do: 'grant credit', amount: minor(500) })
  }
  return { scenario: 'busy', starts: later(asOf, -lasts as Duration), lasts, policy, story }
}
