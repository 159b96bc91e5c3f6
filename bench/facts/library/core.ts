import {
  type AccountCommand,
  defaultPolicy,
  type Effect,
  type Fact,
  type FactKind,
  type Instant,
  minor,
  planOf,
  type Policy,
} from '#machines'
import { workloadFor } from '#scenarios'
import type { StoryLine, Workload } from '#simulator'

/** One currency, UTC, plans by the month, and nothing that is too little to be charged. */
export const corePolicy: Policy = { ...defaultPolicy, minimumCharge: minor(1), chargesFrom: minor(1) }

const kinds: readonly FactKind[] = [
  'command accepted',
  'customer created',
  'decided',
  'method attached',
  'payment succeeded',
  'refund succeeded',
]
const commands: readonly AccountCommand['do'][] = ['subscribe', 'change plan', 'change quantity', 'cancel', 'refund']
const effects: readonly Effect['kind'][] = [
  'create customer',
  'attach method',
  'start attempt',
  'number invoice',
  'send notice',
  'start refund',
]

/** Is there nothing in a life but what the profile `core` is about? */
export const isCore = (facts: readonly Fact[]): boolean =>
  facts.every((fact) => {
    if (fact.kind === 'command accepted') return commands.includes(fact.command.do)
    return fact.kind === 'decided' ? effects.includes(fact.effect.kind) : kinds.includes(fact.kind)
  })

/** The life of `cards` without what `core` is not about: cards work, no trial, plans only become dearer. */
export function coreLife(seed: number, starts: Instant): Workload {
  const workload = workloadFor(seed, { name: 'core', policy: corePolicy, starts })
  const plans = new Map<string, string>()
  return { ...workload, story: workload.story.flatMap((line) => coreLine(line, plans)) }
}

function coreLine(line: StoryLine, plans: Map<string, string>): readonly StoryLine[] {
  const { who, command } = line
  switch (command.do) {
    case 'subscribe':
      plans.set(who, command.plan)
      return [{ ...line, command: { do: 'subscribe', plan: command.plan, quantity: command.quantity, method: 'card' } }]
    case 'change plan': {
      const before = plans.get(who)
      if (before === undefined || priceOf(command.plan) <= priceOf(before)) return []
      plans.set(who, command.plan)
      return [line]
    }
    case 'change quantity':
    case 'cancel':
    case 'refund':
      return [line]
    default:
      return []
  }
}

const priceOf = (plan: string): number => planOf(corePolicy, plan).price
