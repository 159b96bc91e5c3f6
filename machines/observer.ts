import type { AccountState } from './domain/account.ts'
import type { Command } from './domain/command.ts'
import type { Instant } from './domain/instant.ts'
import type { Form, Operation } from './domain/operation.ts'
import type { Policy } from './domain/policy.ts'
import type { Passage } from './matrix.ts'
import type { Start } from './operations/start.ts'

/** What a recompute is about to carry out: a cell of the matrix, or a passage. */
export interface Taken {
  readonly operation: Operation
  /** The column of the cell; a passage has none. */
  readonly form: Form | undefined
  readonly passage: Passage | undefined
  readonly cause: string
  readonly at: Instant
  readonly policy: Policy
  /** The account under the fold's hands: as it is before, and once it was carried out as it is then. */
  readonly account: AccountState
  /** Whom it is about, by index; −1 is nobody. An invoice that it opens is not there yet. */
  readonly subscription: number
  readonly change: number
  readonly invoice: number
  readonly attempt: number
  readonly refund: number
  readonly dispute: number
}

/** One transition of a chart. The chart is known by the table that was read. */
export interface Move {
  readonly table: object
  readonly from: string
  readonly event: string
  /** Which sentence of that state and event it was, from 0. */
  readonly sentence: number
  /** Undefined: the state stayed. */
  readonly to: string | undefined
  /** The chart's object, as it is before its assigns. */
  readonly subject: object
}

/** What `decide` made of a command. */
export interface Ruled {
  readonly account: AccountState
  readonly command: Command
  readonly operation: Operation
  readonly start: Start
  readonly at: Instant
  /** Undefined: it was accepted. */
  readonly refused: string | undefined
}

/**
 * Looks on while accounts are recomputed and commands decided. It is shown the fold's own objects: they are true for that
 * moment, and nobody's to change. A fold that is made again shows the same again.
 */
export interface Observer {
  /** Called before a cell or passage is carried out; what it returns is called after. */
  takes(taken: Taken): () => void
  moves(move: Move): void
  rules(ruled: Ruled): void
  /** A recompute has come to its end. */
  reaches(account: AccountState, now: Instant): void
}
