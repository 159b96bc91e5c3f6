import { setup } from 'xstate'
import { setupStates, type SetupState } from './domain/chart-states.ts'
import type { Chart } from './compile.ts'

const types = {} as { events: { type: 'sold to' } | { type: 'customer made' } | { type: 'deleted' } }

const machine = setup({ types }).createMachine({
  initial: 'nobody',
  states: {
    nobody: { on: { 'sold to': 'wanted' } },
    // The provider is asked to make the customer, once, and as often as it takes: nothing can be kept or charged before.
    wanted: { on: { 'customer made': 'known', deleted: 'deleted' } },
    known: { on: { deleted: 'deleted' } },
    deleted: {},
  },
})

/** How a customer comes to be known at the provider. Whoever comes back is known already. */
export const setupChart: Chart<SetupState, object, (typeof types)['events']['type']> = {
  machine,
  states: setupStates,
  guards: {},
  assigns: {},
  deadlines: {},
}
