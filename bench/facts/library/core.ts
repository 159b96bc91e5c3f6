import { defaultPolicy, type Instant, planOf } from '#machines'
import { workloadFor } from '#scenarios'
import type { StoryLine, Workload } from '#simulator'

/** One currency, UTC, and plans by the month. */
export const corePolicy = defaultPolicy

/** What a customer has asked for so far. */
interface Held {
  readonly plan: string
  readonly quantity: number
}

/** The life of `cards` without what `core` is not about: cards work, no trial, and there is only ever more of it. */
export function coreLife(seed: number, starts: Instant): Workload {
  const workload = workloadFor(seed, { name: 'core', policy: corePolicy, starts })
  const held = new Map<string, Held>()
  return { ...workload, story: workload.story.flatMap((line) => coreLine(line, held)) }
}

function coreLine(line: StoryLine, held: Map<string, Held>): readonly StoryLine[] {
  const { who, command } = line
  const before = held.get(who)
  switch (command.do) {
    case 'subscribe': {
      const { plan, quantity } = command
      held.set(who, { plan, quantity })
      return [{ ...line, command: { do: 'subscribe', plan, quantity, method: 'card' } }]
    }
    case 'change plan':
      if (before === undefined || priceOf(command.plan) <= priceOf(before.plan)) return []
      held.set(who, { ...before, plan: command.plan })
      return [line]
    case 'change quantity':
      if (before === undefined || command.quantity <= before.quantity) return []
      held.set(who, { ...before, quantity: command.quantity })
      return [line]
    case 'cancel':
    case 'refund':
      return [line]
    default:
      return []
  }
}

const priceOf = (plan: string): number => planOf(corePolicy, plan).price
