import type { Duration, Instant } from '#machines'
import { days, hours, minutes, seconds } from '#machines'
import type { ChoiceKind, Choices } from '../kernel/choices.ts'
import type { Name } from '../kernel/name.ts'
import type { Repair } from './poison-job.ts'
import type { ProviderAnswer, ProviderRequest } from '../provider/provider.ts'

/**
 * Transparent faults must not change where things end; timing faults may change which lawful end is reached;
 * outcomes are part of the workload.
 */
export type FaultClass = 'transparent' | 'timing' | 'outcome'

/** What a system must have before a fault makes sense there. */
export const needs = [
  'webhooks',
  'provider calls',
  'jobs',
  'crash',
  'native store',
  'commits',
  'reconcile',
  'interleaving',
  'subscriptions at the provider',
  'controlled clock',
  'row locks',
  'stored copies',
  'replica reads',
  'bank debits',
  'webhooks of disputes',
  'webhooks of card updates',
  'webhooks of refunds',
  'webhooks of detached methods',
  'dead letters',
] as const
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
  /** Before the first copy leaves: how much later it does, that it lets its siblings go first, or that none ever does. */
  readonly sends?: (event: Name, choices: Choices) => Duration | 'after its siblings' | 'lost' | undefined
  /** Does another event come along that nobody can make sense of? */
  readonly poisons?: (event: Name, choices: Choices) => boolean
  /** After a copy was acknowledged: when one more copy leaves, counted from the acknowledgement. Nothing at all: before whatever else is ready. */
  readonly repeats?: (delivery: Name, choices: Choices) => Duration | undefined
}

/** What becomes of a call to a provider: whether it takes effect, how long it takes, and what comes back instead. */
export interface CallFate {
  readonly executes: boolean
  /** For ever: only the caller's own patience ends it. */
  readonly takes: Duration | 'for ever'
  /** Undefined: the provider's own answer. `500`: the provider fails, and keeps that under the request's idempotency key. */
  readonly answer: ProviderAnswer | '500' | undefined
}

export interface CallFault extends Described {
  readonly strikes: 'call'
  readonly call: (scope: Name, choices: Choices, request: ProviderRequest) => CallFate | undefined
}

/** What a landmark fault may know of the activity it would strike. */
export interface Standing {
  readonly now: Instant
  /** When the sender of the webhook that is handled here would send it once more; undefined for what is no webhook. */
  readonly nextCopyAt: Instant | undefined
}

export type LandmarkFate =
  | { readonly does: 'hold' | 'crash'; readonly lasts: Duration }
  /** Pauses until another activity about the same customer passes the same landmark, at most so long. */
  | { readonly does: 'wait for another'; readonly lasts: Duration }

/** Strikes an activity at a landmark. */
export interface LandmarkFault extends Described {
  readonly strikes: 'landmark'
  readonly at: (landmark: Name, choices: Choices, standing: Standing) => LandmarkFate | undefined
}

export interface JobFault extends Described {
  readonly strikes: 'job'
  /** How much later the run starts, or after what time it is started once more beside itself. */
  readonly starts: (run: Name, choices: Choices) => { readonly does: 'late' | 'twice'; readonly by: Duration } | undefined
}

export type CommitFate = 'serialization failure' | 'deadlock' | 'unknown, done' | 'unknown, not done'

/** What may become of a statement that somebody's own database is asked to do, by where it stands. */
export type Risk = 'commit' | 'second lock' | 'strict transaction'

export interface StoreFault extends Described {
  readonly strikes: 'store'
  /** Of databases whose statements are seen: where it may strike. The native store's commits bear all risks. */
  readonly risk?: Risk
  /** Does a read of a replica get what was there before the last commit? */
  readonly reads?: (scope: Name, choices: Choices) => boolean
  readonly commits?: (scope: Name, choices: Choices) => CommitFate | undefined
  /** After a commit that wrote a stored copy: the field of it that somebody then sets by hand. */
  readonly edits?: (scope: Name, choices: Choices, fields: readonly string[]) => string | undefined
}

/** Somebody at the provider's dashboard does what no story tells. */
export interface DashboardFault extends Described {
  readonly strikes: 'dashboard'
  /** The event after which something may be done to its object. */
  readonly after: 'customer.subscription.created' | 'charge.succeeded' | 'payment_method.attached'
  /** How long after it; the keys are words of the names. */
  readonly moments: Readonly<Record<string, Duration>>
  readonly happens: (moment: Name, choices: Choices) => OutOfBand | undefined
}

export const outOfBand = ['cancels', 'cancels at the period end', 'changes the quantity', 'changes the plan'] as const
export const givenBack = ['gives the latest payment back', 'gives a part of the latest payment back'] as const
export const takenOff = ['takes the card off'] as const
export type OutOfBand = (typeof outOfBand)[number] | (typeof givenBack)[number] | (typeof takenOff)[number]

/** Strikes a job of an outbox at its first try, and every later one with it. */
export interface OutboxFault extends Described {
  readonly strikes: 'outbox'
  /** When it is mended and tried again; undefined: nothing is wrong with it. */
  readonly poisons: (job: Name, choices: Choices) => Repair | undefined
}

/** One input of the world for a whole run, which nobody documents: drawn once. */
export interface WorldFault<Input = unknown> extends Described {
  readonly strikes: 'world'
  /** Undefined: as usual. */
  readonly input: (scope: Name, choices: Choices) => Input | undefined
}

/** Drawn by the twin itself, at each payment, by the scheduler, or nowhere yet: here it only has its class and its needs. */
export interface DrawnElsewhere extends Described {
  readonly strikes: 'payment' | 'order'
}

export type Fault =
  | DeliveryFault
  | CallFault
  | LandmarkFault
  | JobFault
  | StoreFault
  | DashboardFault
  | OutboxFault
  | WorldFault
  | DrawnElsewhere
