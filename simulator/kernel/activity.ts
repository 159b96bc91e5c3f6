import type { Duration, Instant } from '#machines'
import type { Risk } from '../faults/fault.ts'
import type { Name } from './name.ts'

/** Whom an activity may ask. `provider` is a twin, `store` the native store, `mail` takes effects that leave the system. */
export type Peer = 'provider' | 'store' | 'mail'

/**
 * A question to a peer. `label` is of a closed vocabulary of the system, `write account`, `create payment`:
 * it names the landmarks before and after the call.
 */
export interface Call {
  readonly kind: 'call'
  readonly to: Peer
  readonly label: string
  readonly request: unknown
  /** Where in the caller's own code this stands, when the adapter knows: `handler.ts:18`. */
  readonly where?: string | undefined
  /** How long a native caller waits for an answer before it goes on without; real ones have timers of their own. */
  readonly patience?: Duration | undefined
  /** The durable job that is tried by this, by its key, in a system that keeps those that fail: what is wrong with it is wrong with every try. */
  readonly job?: string | undefined
}

/** What the mail answers: it took the letter, or never will. */
export interface MailAnswer {
  readonly kind: 'taken' | 'refused'
}

/** What a system just did in a store of its own, for the trace. */
export interface Did {
  /** The table or kind of row. */
  readonly subject: string
  readonly writes: boolean
  readonly payload: unknown
  /** A few words for people; not in the digest. */
  readonly says: string
}

export type Pause =
  | Call
  /**
   * A point without I/O at which others may run or the worker may crash. After a touch of the system's own store it says what was done;
   * before one it says at what risk: the answer is then what is to go wrong, a `CommitFate`, or nothing.
   */
  | { readonly kind: 'step'; readonly landmark: string; readonly did?: Did | undefined; readonly risks?: readonly Risk[] | undefined }
  | { readonly kind: 'sleep'; readonly until: Instant }
  /** It waits for what another activity holds, as for a lock: it is asked again whenever another one has moved, and at that time. */
  | { readonly kind: 'wait'; readonly until?: Instant | undefined }
  | { readonly kind: 'fork'; readonly children: readonly Activity[] }
  | { readonly kind: 'done'; readonly reply: unknown }

/** What a paused activity gets back: the peer's answer, the children's replies, or nothing. */
export type Answer = unknown

/** Everything that runs. A crash simply never resumes it. */
export interface Activity {
  readonly name: Name
  resume(answer: Answer): Pause | Promise<Pause>
}

/** A burst of native code: yields pauses, gets answers, returns its reply. */
export type Burst<Reply = unknown> = Generator<Pause, Reply, Answer>

/** Makes an activity of a burst. It resumes at once and holds no promise. */
export function native(name: Name, burst: Burst): Activity {
  return {
    name,
    resume(answer) {
      const step = burst.next(answer)
      return step.done === true ? { kind: 'done', reply: step.value } : step.value
    },
  }
}
