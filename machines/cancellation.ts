import { setup } from 'xstate'
import { type CancellationState, cancellationStates } from './domain/chart-states.ts'
import type { Chart } from './compile.ts'

const types = {} as {
  events: { type: 'end scheduled' } | { type: 'taken back' } | { type: 'payment awaited' } | { type: 'payment known' } | { type: 'ended' }
}

const machine = setup({ types }).createMachine({
  initial: 'stays',
  states: {
    stays: { on: { 'end scheduled': 'scheduled', 'payment awaited': 'waiting', ended: 'gone' } },
    scheduled: { on: { 'taken back': 'stays', 'payment awaited': 'scheduled and waiting', ended: 'scheduled and gone' } },
    // Once its outcome is known the customer leaves, if something else has not ended it before.
    waiting: { on: { 'payment known': 'stays', ended: 'gone' } },
    // The period may end before that.
    'scheduled and waiting': { on: { 'payment known': 'scheduled', ended: 'scheduled and gone' } },
    gone: {},
    'scheduled and gone': {},
  },
})

/** How a customer leaves: with the period, or at once, and then as soon as no payment is on its way. */
export const cancellationChart: Chart<CancellationState, object, (typeof types)['events']['type']> = {
  machine,
  states: cancellationStates,
  guards: {},
  assigns: {},
  deadlines: {},
}
