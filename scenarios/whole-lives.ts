import type { CommandKind } from '#machines'
import { days, defaultPolicy, minor } from '#machines'
import { type Wish, workloadFor } from './cards.ts'
import type { Drawn } from './scenario.ts'

const wishes: readonly Wish[] = [
  [() => ({ do: 'undo cancel' }), 16],
  [(draw) => ({ do: 'change plan', plan: draw.among(defaultPolicy.plans).key, when: 'now' }), 14],
  [(draw) => ({ do: 'change quantity', quantity: draw.within(1, 4), when: 'now' }), 14],
  [() => ({ do: 'pause' }), 18],
  [() => ({ do: 'resume' }), 18],
  [(draw) => ({ do: 'extend trial', by: draw.among([days(1), days(7), days(14)]) }), 6],
  [(draw) => ({ do: 'cut trial', by: draw.among([days(1), days(7), days(60)]) }), 6],
  // Less than a period costs, about as much, or more than several do.
  [(draw) => ({ do: 'grant credit', amount: minor(draw.among([1, 500, 999, 1_999, 12_345])) }), 12],
]

const commands = ['undo cancel', 'extend trial', 'cut trial', 'grant credit', 'pause', 'resume'] as const satisfies readonly CommandKind[]

/** Lives on cards with everything that a billing system of one's own takes: what customers ask for, and operators do. */
export const wholeLives = {
  kind: 'drawn',
  name: 'whole lives',
  about:
    'customers on cards with all that may happen to a subscription: taken back cancellations, trials that are moved or begin without a card',
  needs: commands,
  workloadFor: (seed) => workloadFor(seed, { name: 'whole lives', more: wishes, withoutMethod: 400 }),
} as const satisfies Drawn
