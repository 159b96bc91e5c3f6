import { setup } from 'xstate'
import type { Subscription } from './domain/account.ts'
import { subscriptionStates } from './domain/chart-states.ts'
import { endActionCancels, endActionPauses, type InFlight, paymentInFlight } from './domain/conditions.ts'
import type { Instant } from './domain/instant.ts'
import { endsWithPeriod } from './domain/leaving.ts'
import type { Policy } from './domain/policy.ts'
import type { Chart } from './compile.ts'

type Subject = Pick<Subscription, 'trial' | 'terms' | 'cancellation' | 'periodEnd' | 'switching'> & InFlight
interface Context {
  readonly subject: Subject
  readonly policy: Policy
}

const guards = {
  'with trial': (subject: Subject): boolean => subject.trial !== undefined,
  'on terms': (subject: Subject): boolean => subject.terms !== undefined,
  'cancel scheduled': (subject: Subject): boolean => endsWithPeriod(subject),
  'switch in flight': (subject: Subject): boolean => subject.switching > 0,
  'payment in flight': paymentInFlight,
  'end action cancels': endActionCancels,
  'end action pauses': endActionPauses,
  'full refund cancels': (_: Subject, policy: Policy): boolean => policy.fullRefund === 'cancel',
}

const types = {} as {
  context: Context
  events:
    | { type: 'settled' }
    | { type: 'dropped' }
    | { type: 'renewed' }
    | { type: 'payment missed' }
    | { type: 'suspended' }
    | { type: 'collection ended' }
    | { type: 'ended' }
    | { type: 'cancel asked' }
    | { type: 'pause asked' }
    | { type: 'paused' }
    | { type: 'resumed' }
    | { type: 'refunded in full' }
    | { type: 'period over' }
    | { type: 'payment given back' }
}

const machine = setup({
  types,
  guards: {
    'with trial': ({ context }) => guards['with trial'](context.subject),
    'on terms': ({ context }) => guards['on terms'](context.subject),
    'cancel scheduled': ({ context }) => guards['cancel scheduled'](context.subject),
    'switch in flight': ({ context }) => guards['switch in flight'](context.subject),
    'payment in flight': ({ context }) => paymentInFlight(context.subject),
    'end action cancels': ({ context }) => endActionCancels(context.subject, context.policy),
    'end action pauses': ({ context }) => endActionPauses(context.subject, context.policy),
    'full refund cancels': ({ context }) => guards['full refund cancels'](context.subject, context.policy),
  },
  actions: {
    hold: () => {},
    'cancel waits': () => {},
    'cancel goes through': () => {},
    'pause waits': () => {},
    'pause goes through': () => {},
    'scheduled cancel takes place': () => {},
    'first charge opens': () => {},
    'renewal opens': () => {},
    'renewal on terms opens': () => {},
    'collecting ends': () => {},
    'debt ends': () => {},
    'leave changes': () => {},
  },
}).createMachine({
  context: ({ input }) => input as Context,
  initial: 'incomplete',
  states: {
    incomplete: {
      on: {
        settled: [{ guard: 'with trial', target: 'trialing' }, { target: 'active' }],
        dropped: 'incomplete expired',
        'cancel asked': [{ guard: 'payment in flight', actions: 'cancel waits' }, { actions: 'cancel goes through' }],
        ended: { target: 'canceled', actions: 'leave changes' },
      },
    },
    'incomplete expired': {},
    trialing: {
      meta: { deadline: 'period over' },
      on: {
        'period over': [
          { guard: 'cancel scheduled', actions: 'scheduled cancel takes place' },
          { target: 'renewing', actions: 'first charge opens' },
        ],
        'cancel asked': [{ guard: 'payment in flight', actions: 'cancel waits' }, { actions: 'cancel goes through' }],
        ended: { target: 'canceled', actions: 'leave changes' },
      },
    },
    active: {
      meta: { deadline: 'period over' },
      on: {
        'period over': [
          // If that was paid in time, another period runs already and this one never ends.
          { guard: 'switch in flight', target: 'renewing', actions: 'hold' },
          { guard: 'cancel scheduled', actions: 'scheduled cancel takes place' },
          { guard: 'on terms', actions: 'renewal on terms opens' },
          { target: 'renewing', actions: 'renewal opens' },
        ],
        // What was sent is due, and was not paid.
        'payment missed': { guard: 'on terms', target: 'past due' },
        // What was paid for the running period was lost to the bank.
        'collection ended': [
          { guard: 'end action cancels', target: 'canceled', actions: 'leave changes' },
          { guard: 'end action pauses', target: 'paused', actions: 'leave changes' },
          { target: 'unpaid' },
        ],
        'refunded in full': { guard: 'full refund cancels', target: 'canceled', actions: 'leave changes' },
        'pause asked': [{ guard: 'payment in flight', actions: 'pause waits' }, { actions: 'pause goes through' }],
        paused: { target: 'paused', actions: 'leave changes' },
        'cancel asked': [{ guard: 'payment in flight', actions: 'cancel waits' }, { actions: 'cancel goes through' }],
        ended: { target: 'canceled', actions: 'leave changes' },
      },
    },
    // From a period's end until the renewal's first outcome: access stays, the old period is still the one in force.
    renewing: {
      on: {
        // The switch that it waited for came to nothing.
        'period over': [{ guard: 'cancel scheduled', actions: 'scheduled cancel takes place' }, { actions: 'renewal opens' }],
        renewed: 'active',
        'payment missed': 'past due',
        suspended: 'unpaid',
        'collection ended': [
          { guard: 'end action cancels', target: 'canceled', actions: 'leave changes' },
          { guard: 'end action pauses', target: 'paused', actions: 'leave changes' },
          { target: 'unpaid' },
        ],
        'cancel asked': [{ guard: 'payment in flight', actions: 'cancel waits' }, { actions: 'cancel goes through' }],
        ended: { target: 'canceled', actions: 'leave changes' },
      },
    },
    // No further period begins on one that is not paid: collecting ends with the period at the latest.
    'past due': {
      meta: { deadline: 'period over' },
      on: {
        'period over': [{ guard: 'payment in flight', actions: 'hold' }, { actions: 'collecting ends' }],
        renewed: 'active',
        suspended: 'unpaid',
        'collection ended': [
          { guard: 'end action cancels', target: 'canceled', actions: 'leave changes' },
          { guard: 'end action pauses', target: 'paused', actions: 'leave changes' },
          { target: 'unpaid' },
        ],
        'cancel asked': [{ guard: 'payment in flight', actions: 'cancel waits' }, { actions: 'cancel goes through' }],
        ended: { target: 'canceled', actions: 'leave changes' },
      },
    },
    unpaid: {
      meta: { deadline: 'period over' },
      on: {
        'period over': [
          { guard: 'payment in flight', actions: 'hold' },
          { guard: 'end action pauses', actions: 'collecting ends' },
          { actions: 'debt ends' },
        ],
        renewed: 'active',
        'payment given back': 'active',
        'collection ended': [
          { guard: 'end action cancels', target: 'canceled', actions: 'leave changes' },
          { guard: 'end action pauses', target: 'paused', actions: 'leave changes' },
          {},
        ],
        'cancel asked': [{ guard: 'payment in flight', actions: 'cancel waits' }, { actions: 'cancel goes through' }],
        ended: { target: 'canceled', actions: 'leave changes' },
      },
    },
    // No deadline: it lasts until somebody resumes or cancels it.
    paused: {
      on: {
        resumed: 'active',
        'cancel asked': [{ guard: 'payment in flight', actions: 'cancel waits' }, { actions: 'cancel goes through' }],
        ended: { target: 'canceled', actions: 'leave changes' },
      },
    },
    canceled: {},
  },
})

/** The life of a subscription, from the signup that waits for its first payment to its end. */
export const subscriptionChart: Chart<Subscription['state'], Subject, (typeof types)['events']['type']> = {
  machine,
  states: subscriptionStates,
  guards,
  assigns: {},
  deadlines: { 'period over': (subject): Instant => subject.periodEnd },
}
