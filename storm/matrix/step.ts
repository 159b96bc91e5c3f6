import type { Command, Consequence, Form, Instant, Minor, Operation, Passage, Policy, Start, Who } from '#machines'
import type { Snapshot } from './snapshot.ts'

/** A cell or a passage that a run took, with the account as it was and as it became. Indices are those of the account; −1 is nobody. */
export interface Step {
  /** `renewal Fs`, or the passage's own name */
  readonly name: string
  readonly operation: Operation
  readonly form: Form | undefined
  readonly passage: Passage | undefined
  readonly who: Who
  readonly cause: string
  readonly at: Instant
  readonly policy: Policy
  readonly subscription: number
  readonly invoice: number
  /** The attempt and the refund it is about, by name, and what they move. */
  readonly attempt: Moving | undefined
  readonly refund: (Moving & { readonly ofInvoice: boolean; readonly index: number }) | undefined
  /** What a bank does, and what it had done: minor units as they were before. */
  readonly dispute: Disputed | undefined
  /** What the customer had asked for. */
  readonly asked: Command | undefined
  /** Where the customer stood. */
  readonly start: Start
  readonly before: Snapshot
  readonly after: Snapshot
  /** What was carried out as a part of it, in order. */
  readonly inner: readonly Step[]
}

export interface Disputed {
  readonly provider: string
  readonly ofInvoice: boolean
  readonly taken: number
  readonly held: number
  readonly lost: number
  readonly fee: number
}

interface Moving {
  readonly id: string
  readonly amount: Minor
}

/** One of the six effects. */
export type Aspect = keyof Consequence
export const aspects = ['subscription', 'invoice', 'entitlement', 'ledger', 'retry', 'notice'] as const satisfies readonly Aspect[]

/** What a cell says of itself and of all that was carried out as a part of it, own code first. */
export type Codes = (step: Step) => Consequence

export function* withInner(step: Step): Generator<Step> {
  yield step
  for (const inner of step.inner) yield* withInner(inner)
}

const settling: ReadonlySet<string | undefined> = new Set(['S', 'Fs', 'Fh', 'E', 'L'])
/** Did what was ordered for a subscription come out, one way or the other? */
export const isSettledBy = ({ form, attempt, dispute }: Step): boolean =>
  attempt !== undefined && dispute === undefined && settling.has(form)

/** How an effect that was found differs from what the codes say; undefined when it does not. */
export interface Difference {
  readonly expected: string
  readonly found: string
}

export const differ = (expected: string, found: string): Difference | undefined => (expected === found ? undefined : { expected, found })
