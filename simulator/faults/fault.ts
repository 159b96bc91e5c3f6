import type { Duration } from '#machines'
import { days, hours, minutes, seconds } from '#machines'
import type { ChoiceKind, Choices } from '../kernel/choices.ts'
import type { Name } from '../kernel/name.ts'
import type { ProviderAnswer, ProviderRequest } from '../provider/provider.ts'

/**
 * Transparent faults must not change where things end; timing faults may change which lawful end is reached;
 * outcomes are part of the workload.
 */
export type FaultClass = 'transparent' | 'timing' | 'outcome'

/** What a system must have before a fault makes sense there. */
export const needs = ['webhooks', 'provider calls', 'jobs', 'crash', 'native store', 'reconcile', 'interleaving'] as const
export type Need = (typeof needs)[number]

/** Spans as a record shows them, shortest first: shrinking goes to the left. */
export const spans = {
  '1 s': seconds(1),
  '12 s': seconds(12),
  '2 min': minutes(2),
  '20 min': minutes(20),
  '2 h': hours(2),
  '1 day': days(1),
  '4 days': days(4),
} as const satisfies Record<string, Duration>
export type Span = keyof typeof spans
export const spanNames = Object.keys(spans) as readonly Span[]

interface Described {
  readonly name: string
  readonly kind: ChoiceKind
  readonly class: FaultClass
  readonly needs: readonly Need[]
}

/** Strikes the copies of a webhook event. */
export interface DeliveryFault extends Described {
  readonly strikes: 'delivery'
  /** Before the first copy leaves: how much later it does, or that none ever does. */
  readonly sends?: (event: Name, choices: Choices) => Duration | 'lost' | undefined
  /** After a copy was acknowledged: when one more copy leaves, counted from the acknowledgement. */
  readonly repeats?: (delivery: Name, choices: Choices) => Duration | undefined
}

/** What becomes of a call to a provider: whether it takes effect, how long it takes, and what comes back instead. */
export interface CallFate {
  readonly executes: boolean
  readonly takes: Duration
  /** Undefined: the provider's own answer. */
  readonly answer: ProviderAnswer | undefined
}

export interface CallFault extends Described {
  readonly strikes: 'call'
  readonly call: (scope: Name, choices: Choices, request: ProviderRequest) => CallFate | undefined
}

/** Strikes an activity at a landmark. */
export interface LandmarkFault extends Described {
  readonly strikes: 'landmark'
  readonly at: (landmark: Name, choices: Choices) => { readonly does: 'hold' | 'crash'; readonly lasts: Duration } | undefined
}

export interface JobFault extends Described {
  readonly strikes: 'job'
  /** How much later the run starts, or after what time it is started once more beside itself. */
  readonly starts: (run: Name, choices: Choices) => { readonly does: 'late' | 'twice'; readonly by: Duration } | undefined
}

export interface StoreFault extends Described {
  readonly strikes: 'store'
  readonly commits: (scope: Name, choices: Choices) => 'serialization failure' | 'unknown, done' | 'unknown, not done' | undefined
}

/** Drawn by the twin itself, at each payment, or by the scheduler: here it only has its class and its needs. */
export interface DrawnElsewhere extends Described {
  readonly strikes: 'payment' | 'order'
}

export type Fault = DeliveryFault | CallFault | LandmarkFault | JobFault | StoreFault | DrawnElsewhere
