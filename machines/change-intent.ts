import { setup } from 'xstate'
import type { Change } from './domain/account.ts'
import { changeStates } from './domain/chart-states.ts'
import { type InFlight, paymentInFlight } from './domain/conditions.ts'
import type { Chart } from './compile.ts'

type Subject = Pick<Change, 'expiresAt'> & InFlight
interface Context {
  readonly subject: Subject
}

// While the outcome of its payment is unknown a change does not expire; it does as soon as the payment is known to have failed.
const endings = {
  'expiry due': [
    { guard: 'payment in flight', actions: 'hold' },
    { target: 'expired', actions: 'drop' },
  ],
  settled: 'applied',
  rejected: { target: 'rejected', actions: 'drop' },
  abandoned: { target: 'abandoned', actions: 'drop' },
} as const

const types = {} as {
  context: Context
  events: { type: 'attempt began' } | { type: 'settled' } | { type: 'expiry due' } | { type: 'rejected' } | { type: 'abandoned' }
}

const machine = setup({
  types,
  guards: { 'payment in flight': ({ context }) => paymentInFlight(context.subject) },
  actions: { hold: () => {}, drop: () => {} },
}).createMachine({
  context: ({ input }) => input as Context,
  initial: 'quoted',
  states: {
    quoted: { meta: { deadline: 'expiry due' }, on: { ...endings, 'attempt began': { target: 'awaiting payment' } } },
    'awaiting payment': { meta: { deadline: 'expiry due' }, on: endings },
    applied: {},
    expired: {},
    rejected: {},
    abandoned: {},
  },
})

/** A change the customer asked for, which takes effect when it is paid and not before. */
export const changeChart: Chart<Change['state'], Subject, (typeof types)['events']['type']> = {
  machine,
  states: changeStates,
  guards: { 'payment in flight': paymentInFlight },
  assigns: {},
  deadlines: { 'expiry due': (subject) => subject.expiresAt },
}
