import { setup } from 'xstate'
import type { Attempt } from './domain/account.ts'
import { attemptStates } from './domain/chart-states.ts'
import { later } from './domain/instant.ts'
import type { Chart } from './compile.ts'

type Subject = Pick<Attempt, 'unknownAt'>

// Money that moved counts in every state; a refusal only as long as the payment has no end. So the order in which reads,
// answers and webhooks come in does not matter.
const outcomes = { 'payment succeeded': 'paid', 'payment failed': 'failed' } as const

const types = {} as {
  events:
    | { type: 'payment succeeded' }
    | { type: 'payment failed' }
    | { type: 'action needed' }
    | { type: 'no answer' }
    | { type: 'not taken' }
    | { type: 'never arrived' }
    | { type: 'look up due' }
    | { type: 'look up began' }
    | { type: 'sent' }
    | { type: 'answered' }
    | { type: 'cancel sent' }
}

const machine = setup({
  types,
}).createMachine({
  initial: 'started',
  states: {
    started: {
      meta: { deadline: 'look up due' },
      on: { ...outcomes, 'action needed': 'needs action', 'no answer': 'unknown', 'not taken': 'not taken', 'look up due': 'looking up' },
    },
    // The provider refused the request as wrong and did nothing. The job is tried again, or waits for a person to mend it,
    // unless a look-up was begun by somebody who had not heard of that: what it finds decides then.
    'not taken': { on: { ...outcomes, 'action needed': 'needs action', 'no answer': 'unknown', 'look up began': 'unknown' } },
    unknown: {
      meta: { deadline: 'look up due' },
      on: { ...outcomes, 'action needed': 'needs action', 'look up due': 'looking up', 'never arrived': 'to send again' },
    },
    'looking up': {
      on: { ...outcomes, 'action needed': 'needs action', 'look up began': 'unknown', 'never arrived': 'to send again' },
    },
    'to send again': { on: { ...outcomes, 'action needed': 'needs action', sent: 'started' } },
    'needs action': { on: { ...outcomes, answered: 'started', 'cancel sent': 'unknown' } },
    paid: {},
    failed: { on: { 'payment succeeded': 'paid' } },
  },
})

/** States in which nobody knows what becomes of the money: nothing ends before that. */
export const inFlightStates: ReadonlySet<Attempt['state']> = new Set<Attempt['state']>([
  'started',
  'not taken',
  'unknown',
  'looking up',
  'to send again',
])

/** One attempt to collect an invoice, under one idempotency key. */
export const attemptChart: Chart<Attempt['state'], Subject, (typeof types)['events']['type']> = {
  machine,
  states: attemptStates,
  guards: {},
  assigns: {},
  deadlines: { 'look up due': (subject, policy) => later(subject.unknownAt, policy.lookupAfter) },
}
