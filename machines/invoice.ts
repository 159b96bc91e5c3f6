import { setup } from 'xstate'
import type { Invoice } from './domain/account.ts'
import { invoiceStates } from './domain/chart-states.ts'
import { endActionCloses } from './domain/conditions.ts'
import type { Policy } from './domain/policy.ts'
import type { Chart } from './compile.ts'

const types = {} as {
  context: { readonly policy: Policy }
  events:
    | { type: 'paid' }
    | { type: 'voided' }
    | { type: 'given up' }
    | { type: 'written off' }
    | { type: 'charged back' }
    | { type: 'given back' }
}

const machine = setup({
  types,
  guards: { 'end action closes it': ({ context }) => endActionCloses(context, context.policy) },
}).createMachine({
  context: ({ input }) => input as { policy: Policy },
  initial: 'quote',
  states: {
    // An offer, or a charge for service that has not begun: nothing is owed to us.
    quote: {
      on: { paid: 'paid', voided: 'void', 'written off': 'void', 'given up': [{ guard: 'end action closes it', target: 'void' }, {}] },
    },
    open: {
      on: {
        paid: 'paid',
        voided: 'void',
        'written off': 'uncollectible',
        'given up': [{ guard: 'end action closes it', target: 'uncollectible' }, {}],
      },
    },
    // Lost to its bank, nobody collects it again: card networks forbid that. What the bank gives back after all pays it after all.
    paid: { on: { 'charged back': 'charged back' } },
    'charged back': { on: { 'given back': 'paid' } },
    void: {},
    // Given up is not forgiven: whoever asks to may still pay it.
    uncollectible: { on: { paid: 'paid' } },
  },
})

/** What an invoice is worth: an offer, a debt, paid, or nothing any more. How it is collected is the dunning chart's. */
export const invoiceChart: Chart<Invoice['state'], object, (typeof types)['events']['type']> = {
  machine,
  states: invoiceStates,
  guards: { 'end action closes it': endActionCloses },
  assigns: {},
  deadlines: {},
}
