import type { Authority, Command, CommandReply, Instant, Policy, Sight, View, Who } from '#machines'
import type { Capabilities } from '../port.ts'
import type { ProviderBooks, ProviderCustomer, ProviderSubscription } from '../provider/provider.ts'

/** A command as the world saw it. Without a reply its outcome is unknown to whoever sent it. */
export interface CommandTruth {
  readonly id: string
  readonly who: Who
  readonly command: Command
  readonly sentAt: Instant
  readonly repliedAt: Instant | undefined
  readonly reply: CommandReply | undefined
  /** Who carried it out: the system, or the customer at the provider's own pages. */
  readonly at: 'system' | 'provider'
}

/** One copy of one event at the system's door. */
export interface DeliveryTruth {
  readonly event: string
  readonly type: string
  readonly owner: Who
  /** The object the event is about. */
  readonly object: string
  readonly copy: number
  readonly sentAt: Instant
  readonly answeredAt: Instant | undefined
  /** 0: the connection was refused or cut. */
  readonly status: number | undefined
  /** It told of an object that does not exist: to be taken, and nothing more. */
  readonly isPoison?: boolean | undefined
}

/** Something that left the system besides calls and answers. */
export interface EffectTruth {
  readonly kind: 'mail' | 'unhandled rejection' | 'alert'
  readonly who: Who | undefined
  /** Of a mail the request as JSON: its `key` is the one under which a mail service takes it once. */
  readonly detail: string
  readonly at: Instant
}

/** Somebody set a field of a stored row by hand. */
export interface EditTruth {
  readonly who: Who
  readonly table: string
  readonly field: string
  readonly at: Instant
  /** When the system first wrote the row again. */
  readonly overwrittenAt: Instant | undefined
}

/** One try of a job that reached the provider or the mail, and what whoever tried it was told. */
export interface JobTry {
  /** The job's key, as the system named it. */
  readonly job: string
  readonly who: Who
  readonly at: Instant
  /** Whom it asked, and what for: `payment_intents.create`, `mail`. */
  readonly asked: string
  /** The idempotency key it was sent under, if any. */
  readonly key: string | undefined
  /** Refused: wrong, and without effect. Unclear: no answer, or one that says nothing of what happened. */
  readonly came: 'taken' | 'refused' | 'unclear'
  /** It was made by somebody who was held up or died around it, and may not know of it. */
  readonly isDisturbed: boolean
}

/** What really happened, kept by the world and its twins; no system writes it. */
export interface Truth extends ProviderBooks {
  readonly subscriptions: readonly ProviderSubscription[]
  /** Listed when asked for. */
  readonly customers: readonly ProviderCustomer[]
  readonly commands: readonly CommandTruth[]
  readonly deliveries: readonly DeliveryTruth[]
  readonly effects: readonly EffectTruth[]
  readonly edits: readonly EditTruth[]
  /** Of systems that say which job a call is for. */
  readonly tries: readonly JobTry[]
  /** Those of them that were refused: in most runs none. */
  readonly refused: readonly JobTry[]
  /** Events of which no copy was acknowledged and none is on its way any more. */
  readonly givenUp: readonly string[]
  /** Objects with an event still on its way, or answered by nothing that counts; one that is lost counts until its sender would have given up. */
  readonly pending: readonly string[]
}

/** What an obligation waits for and until when policy allows it to wait. */
export interface Obligation {
  readonly kind: 'delivery' | 'attempt' | 'activity' | 'outbox'
  readonly subject: string
  readonly who: Who | undefined
  readonly since: Instant
  readonly until: Instant
}

/** All that a judge may look at, during the look: view and truth go on with the run, and whoever keeps something takes it out of them. */
export interface Scene {
  readonly at: 'commit' | 'quiet' | 'end'
  readonly now: Instant
  readonly policy: Policy
  readonly authority: Authority
  readonly truth: Truth
  /** At a commit of a native system, at quiet of a real one. */
  readonly view: View
  /** The view at the last look, undefined at the first. */
  readonly before: View | undefined
  /** Whose command, webhook or job led here; undefined when nobody's alone. */
  readonly cause: Who | undefined
  /** Obligations born before the calm that were not met in time; only at the end. */
  readonly overdue: readonly Obligation[]
}

/** One way in which an invariant is broken. */
export interface Witness {
  /** Which part of the invariant: a word or two of a closed set, `status`, `plan`. */
  readonly clause: string
  readonly who: Who | undefined
  /** Kind and id of every object that shows it; kinds make the failure's class. */
  readonly subjects: readonly { readonly kind: string; readonly id: string }[]
  /** One sentence with names, money and dates, money in words. */
  readonly says: string
}

/**
 * What must be true. A broken one is data, never an exception. It is judged at its own occasion and at each rarer one:
 * at commits, at quiet points, at the end.
 */
export interface Invariant {
  readonly code: `BS${string}`
  readonly name: string
  readonly when: 'every commit' | 'quiet' | 'end'
  readonly needs: readonly Sight[]
  /** Policy ones run only for systems that keep a ledger under our policy. */
  readonly stance: 'universal' | 'policy'
  /** Why it cannot be about a system of this kind; undefined, or not there: it can. */
  readonly notFor?: (capabilities: Pick<Capabilities, 'authority'>) => string | undefined
  /** What it rests on: truth, a law, the accountant, recompute, agreement with the provider. */
  readonly rests: 'truth' | 'law' | 'accountant' | 'recompute' | 'agreement'
  /** How often its precondition held. */
  applies(scene: Scene): number
  /** Each is a witness; none means it held. */
  violations(scene: Scene): readonly Witness[]
}
