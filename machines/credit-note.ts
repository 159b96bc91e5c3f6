import { setup } from 'xstate'
import { type CreditNoteState, creditNoteStates } from './domain/chart-states.ts'
import type { CreditNote } from './domain/reversals.ts'
import type { Chart } from './compile.ts'

type Subject = Pick<CreditNote, 'amount'>

const guards = { 'for nothing': ({ amount }: Subject): boolean => amount === 0 }

const types = {} as { context: { readonly subject: Subject }; events: { type: 'booked' } }

const machine = setup({
  types,
  guards: { 'for nothing': ({ context }) => guards['for nothing'](context.subject) },
  actions: { 'balance grows': () => {} },
}).createMachine({
  context: ({ input }) => input as { subject: Subject },
  initial: 'written',
  states: {
    written: {
      on: {
        booked: [
          { guard: 'for nothing', target: 'for the record' },
          { target: 'granted', actions: 'balance grows' },
        ],
      },
    },
    // It says from when on the time is not the customer's any more.
    'for the record': {},
    granted: {},
  },
})

/** What takes time back that was paid for: written with the change or end that takes it, and booked with it, once. */
export const creditNoteChart: Chart<CreditNoteState, Subject, (typeof types)['events']['type']> = {
  machine,
  states: creditNoteStates,
  guards,
  assigns: {},
  deadlines: {},
}
