import { setup } from 'xstate'
import { type CancellationState, entitlementStates, type EntitlementState } from './domain/chart-states.ts'
import { endsWithPeriod } from './domain/leaving.ts'
import type { Policy } from './domain/policy.ts'
import type { Chart } from './compile.ts'

/** What is asked when something happens to what a customer may use. */
export interface Entitled {
  readonly cancellation: CancellationState
  /** What began is a trial. */
  readonly isTrial: boolean
  /** The subscription is over, or rests until somebody pays. */
  readonly isResting: boolean
  /** Its invoices are sent. */
  readonly isSent: boolean
  /** Of the time that it is about some is still to come. */
  readonly isTimeLeft: boolean
  /** The period that it is about is over. */
  readonly isPeriodOver: boolean
  /** How many payments for another interval are on their way. */
  readonly switching: number
  /** A bank has the order for what renews it. */
  readonly isOrdered: boolean
  /** All that policy grants while a bank has the order is over by now. */
  readonly isCapOver: boolean
  /** It is about the period that runs. */
  readonly isForWhatRuns: boolean
}

interface Context {
  readonly subject: Entitled
  readonly policy: Policy
}

const guards = {
  'of a trial': ({ isTrial }: Entitled): boolean => isTrial,
  'of what rests': ({ isTimeLeft, isResting }: Entitled): boolean => isTimeLeft && isResting,
  'switch in flight': ({ switching }: Entitled): boolean => switching > 0,
  'its period is over': ({ isPeriodOver }: Entitled): boolean => isPeriodOver,
  'time is left': ({ isTimeLeft }: Entitled): boolean => isTimeLeft,
  'cancel scheduled': endsWithPeriod,
  'on terms': ({ isSent }: Entitled): boolean => isSent,
  'access on terms': ({ isTimeLeft }: Entitled, { accessOnTerms }: Policy): boolean => isTimeLeft && accessOnTerms !== 'once paid',
  'order is capped': ({ isOrdered }: Entitled, { provisionalAccess }: Policy): boolean =>
    isOrdered && typeof provisionalAccess === 'object',
  'signup is trusted': ({ isCapOver }: Entitled, { provisionalSignup = 'none' }: Policy): boolean =>
    provisionalSignup !== 'none' && !isCapOver,
  'nothing provisional': ({ isCapOver }: Entitled, { provisionalAccess }: Policy): boolean => provisionalAccess === 'none' || isCapOver,
  'full refund cancels': (_: Entitled, { fullRefund }: Policy): boolean => fullRefund === 'cancel',
  'withheld by policy': ({ isForWhatRuns }: Entitled, { disputeAccess }: Policy): boolean => isForWhatRuns && disputeAccess === 'withhold',
}

const types = {} as {
  context: Context
  events:
    | { type: 'paid for' }
    | { type: 'sent' }
    | { type: 'payment missed' }
    | { type: 'ordered' }
    | { type: 'came to nothing' }
    | { type: 'time over' }
    | { type: 'taken away' }
    | { type: 'refunded in full' }
    | { type: 'withheld' }
    | { type: 'given back' }
}

const machine = setup({
  types,
  guards: {
    'of what rests': ({ context }) => guards['of what rests'](context.subject),
    'switch in flight': ({ context }) => guards['switch in flight'](context.subject),
    'its period is over': ({ context }) => guards['its period is over'](context.subject),
    'of a trial': ({ context }) => guards['of a trial'](context.subject),
    'time is left': ({ context }) => guards['time is left'](context.subject),
    'cancel scheduled': ({ context }) => guards['cancel scheduled'](context.subject),
    'on terms': ({ context }) => guards['on terms'](context.subject),
    'access on terms': ({ context }) => guards['access on terms'](context.subject, context.policy),
    'order is capped': ({ context }) => guards['order is capped'](context.subject, context.policy),
    'signup is trusted': ({ context }) => guards['signup is trusted'](context.subject, context.policy),
    'nothing provisional': ({ context }) => guards['nothing provisional'](context.subject, context.policy),
    'full refund cancels': ({ context }) => guards['full refund cancels'](context.subject, context.policy),
    'withheld by policy': ({ context }) => guards['withheld by policy'](context.subject, context.policy),
  },
}).createMachine({
  context: ({ input }) => input as Context,
  initial: 'none',
  states: {
    none: {
      on: {
        'paid for': [
          { guard: 'of a trial', target: 'trial' },
          { guard: 'of what rests', target: 'paid after all' },
          { guard: 'time is left', target: 'paid' },
        ],
        sent: { guard: 'access on terms', target: 'terms' },
        ordered: { guard: 'signup is trusted', target: 'ordered' },
        'given back': [
          { guard: 'of what rests', target: 'paid after all' },
          { guard: 'time is left', target: 'paid' },
        ],
        // What a bank holds of the period before withholds nothing of the next.
        'payment missed': { guard: 'time is left', target: 'grace' },
      },
    },
    trial: { on: { 'time over': [{ guard: 'cancel scheduled', target: 'none' }, { target: 'renewing' }], 'taken away': 'none' } },
    paid: {
      on: {
        withheld: { guard: 'withheld by policy', target: 'none' },
        // Where invoices are sent the next one says until when it may be used.
        'time over': [
          { guard: 'switch in flight', target: 'renewing' },
          { guard: 'cancel scheduled', target: 'none' },
          { guard: 'on terms', target: 'none' },
          { target: 'renewing' },
        ],
        'taken away': 'none',
        'refunded in full': { guard: 'full refund cancels', target: 'none' },
      },
    },
    // A debt for the period that runs: nothing follows from it.
    'paid after all': { on: { 'time over': 'none', 'taken away': 'none' } },
    // Whoever is new is trusted, by policy, while a bank has the order for what they signed up for.
    ordered: { on: { 'paid for': 'paid', 'came to nothing': 'none', 'time over': 'none', 'taken away': 'none' } },
    // Sent, and to be paid by a day.
    terms: { on: { 'paid for': 'paid', 'time over': 'none', 'taken away': 'none' } },
    // Until the first outcome of its renewal nothing changes for the customer.
    renewing: {
      on: {
        withheld: { guard: 'withheld by policy', target: 'none' },
        // Settled so late that its period is over; the next one begins at once.
        'paid for': [{ guard: 'its period is over', target: 'none' }, { target: 'paid' }],
        'payment missed': [{ guard: 'time is left', target: 'grace' }, { target: 'none' }],
        // Its bank takes days to settle it, which policy may cap.
        ordered: { guard: 'nothing provisional', target: 'none' },
        'time over': { guard: 'order is capped', target: 'none' },
        'taken away': 'none',
      },
    },
    grace: {
      on: {
        // Nothing is left of what was paid for so late, and the next period begins.
        'paid for': [{ guard: 'its period is over', target: 'none' }, { target: 'paid' }],
        'time over': 'none',
        'taken away': 'none',
      },
    },
  },
})

/**
 * What a customer may use, and because of what. Nothing runs it: access is a function of what was paid, and is stored nowhere. The
 * states that the view of it goes through are held against this chart.
 */
export const entitlementChart: Chart<EntitlementState, Entitled, (typeof types)['events']['type']> = {
  machine,
  states: entitlementStates,
  guards,
  assigns: {},
  deadlines: {},
}
