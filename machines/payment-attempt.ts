import { setup } from 'xstate'
import type { Attempt } from './domain/account.ts'
import { attemptStates } from './domain/chart-states.ts'
import { days, later } from './domain/instant.ts'
import type { Chart } from './compile.ts'

type Subject = Pick<Attempt, 'unknownAt'>

// Money that moved counts in every state; a refusal only as long as the payment has no end. So the order in which reads,
// answers and webhooks come in does not matter.
const outcomes = { 'payment succeeded': 'paid', 'payment failed': 'failed' } as const
// A bank may take the order that nobody knew of any more.
const answers = { ...outcomes, 'action needed': 'needs action', ordered: 'processing' } as const

const types = {} as {
  events:
    | { type: 'payment succeeded' }
    | { type: 'payment failed' }
    | { type: 'action needed' }
    | { type: 'no answer' }
    | { type: 'ordered' }
    | { type: 'not taken' }
    | { type: 'never arrived' }
    | { type: 'look up due' }
    | { type: 'settlement due' }
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
      on: { ...answers, 'no answer': 'unknown', 'not taken': 'not taken', 'look up due': 'looking up' },
    },
    // The provider refused the request as wrong and did nothing. The job is tried again, or waits for a person to mend it,
    // unless a look-up was begun by somebody who had not heard of that: what it finds decides then.
    'not taken': { on: { ...answers, 'no answer': 'unknown', 'look up began': 'unknown' } },
    unknown: {
      meta: { deadline: 'look up due' },
      on: { ...answers, 'look up due': 'looking up', 'never arrived': 'to send again' },
    },
    'looking up': {
      on: { ...answers, 'look up began': 'unknown', 'never arrived': 'to send again' },
    },
    'to send again': { on: { ...answers, sent: 'started' } },
    // Its bank says in days what becomes of it. Whoever is not told by then asks.
    processing: { meta: { deadline: 'settlement due' }, on: { ...outcomes, 'settlement due': 'looking up' } },
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
  'processing',
])

/** A bank is asked when it should long have said what became of an order, and again; how long it takes no vendor promises. */
const settlementLookup = days(7)

/** One attempt to collect an invoice, under one idempotency key. */
export const attemptChart: Chart<Attempt['state'], Subject, (typeof types)['events']['type']> = {
  machine,
  states: attemptStates,
  guards: {},
  assigns: {},
  deadlines: {
    'look up due': (subject, policy) => later(subject.unknownAt, policy.lookupAfter),
    'settlement due': (subject) => later(subject.unknownAt, settlementLookup),
  },
}
