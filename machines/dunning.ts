import { assign, setup } from 'xstate'
import { dunningStates } from './domain/chart-states.ts'
import type { Invoice } from './domain/account.ts'
import { type InFlight, paymentInFlight } from './domain/conditions.ts'
import type { Policy } from './domain/policy.ts'
import type { Chart } from './compile.ts'

type Subject = Pick<Invoice, 'retriesUsed' | 'retryAt' | 'givesUpAt' | 'firstAttemptAt' | 'due'> & InFlight
interface Context {
  readonly subject: Subject
  readonly policy: Policy
}

const guards = {
  'attempts left': (subject: Subject, policy: Policy): boolean => subject.retriesUsed < policy.retries.length,
  'payment in flight': paymentInFlight,
}
const assigns = {
  'use a retry': (subject: Subject) => ({ retriesUsed: subject.retriesUsed + 1 }),
  'start the budget again': () => ({ retriesUsed: 0 }),
}

const types = {} as {
  context: Context
  events:
    | { type: 'first attempt due' }
    | { type: 'retry due' }
    | { type: 'giving up due' }
    | { type: 'collected' }
    | { type: 'declined' }
    | { type: 'declined for good' }
    | { type: 'customer needed' }
    | { type: 'method updated' }
    | { type: 'period over' }
    | { type: 'stopped' }
    | { type: 'debt asked' }
    | { type: 'terms over' }
    | { type: 'reminder due' }
    | { type: 'reminded' }
}

const machine = setup({
  types,
  guards: {
    'attempts left': ({ context }) => guards['attempts left'](context.subject, context.policy),
    'payment in flight': ({ context }) => paymentInFlight(context.subject),
  },
  actions: {
    'use a retry': assign(({ context }) => ({ subject: { ...context.subject, ...assigns['use a retry'](context.subject) } })),
    'start the budget again': assign(({ context }) => ({ subject: { ...context.subject, ...assigns['start the budget again']() } })),
    hold: () => {},
    'give up': () => {},
    'end terms': () => {},
    remind: () => {},
  },
}).createMachine({
  context: ({ input }) => input as Context,
  // What is sent begins as `sent`.
  initial: 'not due',
  states: {
    'not due': {
      meta: { deadline: 'first attempt due' },
      on: { 'first attempt due': 'charging', collected: 'recovered', stopped: 'stopped' },
    },
    charging: {
      on: {
        collected: 'recovered',
        declined: [
          { guard: 'attempts left', target: 'waiting', actions: 'use a retry' },
          { target: 'exhausted', actions: 'give up' },
        ],
        'declined for good': 'waiting for method',
        'customer needed': 'waiting for customer',
        'method updated': { actions: 'start the budget again' },
        'period over': { target: 'exhausted', actions: 'give up' },
        stopped: 'stopped',
      },
    },
    waiting: {
      meta: { deadline: 'retry due' },
      on: {
        'retry due': 'charging',
        collected: 'recovered',
        'method updated': { target: 'charging', actions: 'start the budget again' },
        'period over': { target: 'exhausted', actions: 'give up' },
        stopped: 'stopped',
      },
    },
    'waiting for method': {
      meta: { deadline: 'giving up due' },
      on: {
        'giving up due': [
          { guard: 'payment in flight', actions: 'hold' },
          { target: 'exhausted', actions: 'give up' },
        ],
        collected: 'recovered',
        'method updated': { target: 'charging', actions: 'start the budget again' },
        'period over': { target: 'exhausted', actions: 'give up' },
        stopped: 'stopped',
      },
    },
    'waiting for customer': {
      meta: { deadline: 'giving up due' },
      on: {
        'giving up due': [
          { guard: 'payment in flight', actions: 'hold' },
          { target: 'exhausted', actions: 'give up' },
        ],
        collected: 'recovered',
        declined: [
          { guard: 'attempts left', target: 'waiting', actions: 'use a retry' },
          { target: 'exhausted', actions: 'give up' },
        ],
        'declined for good': 'waiting for method',
        'method updated': { target: 'charging', actions: 'start the budget again' },
        'period over': { target: 'exhausted', actions: 'give up' },
        stopped: 'stopped',
      },
    },
    recovered: {},
    // A subscription left unpaid still takes money: a new method, or a payment that comes after all.
    exhausted: {
      on: { collected: 'recovered', 'method updated': { target: 'charging', actions: 'start the budget again' }, stopped: 'stopped' },
    },
    // Given up, canceled or written off. A customer may pay what was given up: one try, and back to here if it fails.
    stopped: { on: { 'debt asked': 'charging debt' } },
    'charging debt': {
      on: { collected: 'recovered', declined: 'stopped', 'declined for good': 'stopped', 'customer needed': 'debt waits for customer' },
    },
    'debt waits for customer': {
      meta: { deadline: 'giving up due' },
      on: {
        'giving up due': [{ guard: 'payment in flight', actions: 'hold' }, { target: 'stopped' }],
        collected: 'recovered',
        declined: 'stopped',
        'declined for good': 'stopped',
      },
    },
    // Nothing is charged: the customer pays by a day, and is reminded when a card would have been tried again.
    sent: {
      meta: { deadline: 'terms over' },
      on: {
        'terms over': { target: 'reminding', actions: ['use a retry', 'end terms'] },
        collected: 'recovered',
        stopped: 'stopped',
      },
    },
    reminding: {
      meta: { deadline: 'reminder due' },
      on: {
        'reminder due': [
          { guard: 'attempts left', actions: ['use a retry', 'remind'] },
          { target: 'exhausted', actions: 'give up' },
        ],
        reminded: 'reminding',
        collected: 'recovered',
        'period over': { target: 'exhausted', actions: 'give up' },
        stopped: 'stopped',
      },
    },
  },
})

/** How an invoice is collected: when it is tried, when again, and when nobody tries any more. */
export const dunningChart: Chart<Invoice['collection'], Subject, (typeof types)['events']['type']> = {
  machine,
  states: dunningStates,
  guards,
  assigns,
  deadlines: {
    'first attempt due': (subject) => subject.firstAttemptAt,
    'retry due': (subject) => subject.retryAt,
    'terms over': (subject) => subject.due,
    'reminder due': (subject) => subject.retryAt,
    'giving up due': (subject) => subject.givesUpAt,
  },
}
