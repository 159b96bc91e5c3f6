import { setup } from 'xstate'
import { methodStates, type MethodState } from './domain/chart-states.ts'
import type { Chart } from './compile.ts'

/** What is asked about a method when something is heard of it. */
export interface HeardMethod {
  readonly id: string
  /** Something hangs on it: a signup that waits, or whoever brought it and has brought no newer one since. */
  readonly isAwaited: boolean
  /** It was brought by itself, and not with a signup. */
  readonly isUpdate: boolean
  /** What is charged next is charged to it. */
  readonly isInUse: boolean
}

const guards = {
  'nobody waits': ({ isAwaited }: HeardMethod): boolean => !isAwaited,
  'brought by itself': ({ isUpdate }: HeardMethod): boolean => isUpdate,
  'in use': ({ isInUse }: HeardMethod): boolean => isInUse,
}

const types = {} as {
  context: { readonly subject: HeardMethod }
  events: { type: 'kept' } | { type: 'refused' } | { type: 'replaced' } | { type: 'detached' }
}

const machine = setup({
  types,
  guards: {
    'nobody waits': ({ context }) => guards['nobody waits'](context.subject),
    'brought by itself': ({ context }) => guards['brought by itself'](context.subject),
    'in use': ({ context }) => guards['in use'](context.subject),
  },
  actions: {
    'method is new': () => {},
    'old method stays': () => {},
    'signup goes on': () => {},
    'signup fails': () => {},
    'card is new': () => {},
    'card is noted': () => {},
    'nothing to charge to': () => {},
  },
}).createMachine({
  context: ({ input }) => input as { subject: HeardMethod },
  initial: 'owed',
  states: {
    // The provider is asked to keep it, once it knows the customer.
    owed: {
      on: {
        kept: [
          { guard: 'nobody waits', target: 'attached' },
          { guard: 'brought by itself', target: 'attached', actions: 'method is new' },
          { target: 'attached', actions: 'signup goes on' },
        ],
        refused: [
          { guard: 'nobody waits', target: 'refused' },
          { guard: 'brought by itself', target: 'refused', actions: 'old method stays' },
          { target: 'refused', actions: 'signup fails' },
        ],
      },
    },
    // The network brings a new card under the same id.
    attached: {
      on: {
        replaced: [{ guard: 'in use', actions: 'card is new' }, { actions: 'card is noted' }],
        detached: [{ guard: 'in use', target: 'detached', actions: 'nothing to charge to' }, { target: 'detached' }],
      },
    },
    refused: {},
    // Somebody took it off at the provider, for good: nobody charges it, nor an older one in its place.
    detached: {},
  },
})

/** What becomes of a method that a customer brings: with a signup, or by itself. */
export const methodChart: Chart<MethodState, HeardMethod, (typeof types)['events']['type']> = {
  machine,
  states: methodStates,
  guards,
  assigns: {},
  deadlines: {},
}
