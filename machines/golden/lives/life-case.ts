import type { Command } from '../../domain/command.ts'
import type { DisputeStanding } from '../../domain/fact.ts'
import type { Policy } from '../../domain/policy.ts'
import type { HistoryLabel, InvoiceStatus } from '../../domain/view.ts'
import type { Outcome } from '../play.ts'

/** A life, and what must be true of it in the end. What is left out is not looked at. */
export interface LifeCase {
  readonly source: string
  readonly name: string
  readonly policy?: Partial<Policy>
  readonly commands: readonly (readonly [string, Command])[]
  readonly outcomes?: Readonly<Record<string, readonly Outcome[]>>
  readonly refusedMethods?: readonly number[]
  readonly refundsFail?: number
  /** Which card the network replaces when, and until when the new one is good. */
  readonly cards?: readonly (readonly [string, number, string])[]
  /** Which method somebody takes off at the provider when. */
  readonly detaches?: readonly (readonly [string, number])[]
  /** What the bank says when of the payment for what, or of which of those that came in by then, and when we hear of it. */
  readonly banks?: readonly (readonly [string, string | number, DisputeStanding, string?])[]
  /** What somebody gives back at the provider's dashboard when, of the payment for what; all that is left when no amount is said. */
  readonly dashboard?: readonly (readonly [string, string, number?])[]
  readonly until: string
  readonly ends: {
    readonly status: string
    readonly plan?: string
    readonly quantity?: number
    readonly addOns?: Readonly<Record<string, number>>
    readonly seats?: readonly string[]
    readonly periodEnd?: string
    /** `paid until 2024-03-01`, or `none`. */
    readonly access?: string
    /** By purpose: status and total. */
    readonly invoices?: Readonly<Record<string, readonly [InvoiceStatus, number]>>
    readonly cash?: number
    readonly bank?: number
    readonly receivable?: number
    readonly credit?: number
    readonly balance?: number
    readonly held?: number
    readonly revenue?: number
    readonly fees?: number
    /** By purpose: what the billing history calls it. */
    readonly history?: Readonly<Record<string, HistoryLabel>>
    /** Owed to the tax office. */
    readonly tax?: number
    readonly refusals?: readonly string[]
    readonly notices?: readonly string[]
    readonly attempts?: number
  }
}
