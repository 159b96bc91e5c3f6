import { setup } from 'xstate'
import type { Dispute } from './domain/reversals.ts'
import { disputeStates } from './domain/chart-states.ts'
import type { Chart } from './compile.ts'

const types = {} as {
  events: { type: 'bank takes' } | { type: 'bank keeps' } | { type: 'bank gives back' } | { type: 'bank drops it' }
}

const machine = setup({ types }).createMachine({
  initial: 'told',
  states: {
    // The bank asks, or has not said yet what it does.
    told: { on: { 'bank takes': 'taken', 'bank drops it': 'dropped' } },
    taken: { on: { 'bank keeps': 'lost', 'bank gives back': 'won' } },
    // Neither end is the last word: banks change their minds.
    lost: { on: { 'bank gives back': 'won' } },
    won: { on: { 'bank takes': 'taken' } },
    dropped: {},
  },
})

/** A payment that its bank takes up again. */
export const disputeChart: Chart<Dispute['state'], object, (typeof types)['events']['type']> = {
  machine,
  states: disputeStates,
  guards: {},
  assigns: {},
  deadlines: {},
}
