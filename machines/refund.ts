import { setup } from 'xstate'
import type { Refund } from './domain/reversals.ts'
import { refundStates } from './domain/chart-states.ts'
import type { Policy } from './domain/policy.ts'
import type { Chart } from './compile.ts'

type Subject = Pick<Refund, 'tries' | 'retryAt'>
interface Context {
  readonly subject: Subject
  readonly policy: Policy
}

const triesLeft = (subject: Subject, policy: Policy): boolean => subject.tries <= policy.retries.length

const types = {} as {
  context: Context
  events:
    | { type: 'sent' }
    | { type: 'refund succeeded' }
    | { type: 'refund failed' }
    | { type: 'refund impossible' }
    | { type: 'retry due' }
    | { type: 'money back' }
}

const machine = setup({
  types,
  guards: { 'tries left': ({ context }) => triesLeft(context.subject, context.policy) },
}).createMachine({
  context: ({ input }) => input as Context,
  initial: 'owed',
  states: {
    owed: { on: { sent: 'started', 'refund succeeded': 'succeeded' } },
    started: {
      on: {
        'refund succeeded': 'succeeded',
        'refund failed': [{ guard: 'tries left', target: 'waiting' }, { target: 'given up' }],
        'refund impossible': 'given up',
      },
    },
    waiting: { meta: { deadline: 'retry due' }, on: { 'retry due': 'owed', 'refund succeeded': 'succeeded' } },
    succeeded: {},
    // A bank had the money then, and has it no longer.
    'given up': { on: { 'refund succeeded': 'succeeded', 'money back': 'owed' } },
  },
})

/** Money on its way back. A failed try is made again under a key of its own, as often as a payment would be. */
export const refundChart: Chart<Refund['state'], Subject, (typeof types)['events']['type']> = {
  machine,
  states: refundStates,
  guards: { 'tries left': triesLeft },
  assigns: {},
  deadlines: { 'retry due': (subject) => subject.retryAt },
}
