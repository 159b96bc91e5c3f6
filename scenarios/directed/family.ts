import type { Form, Operation, Start } from '#machines'
import type { Tale } from './tale.ts'

/** A story to a cell; a text says why there is none. */
export type Way = ((tale: Tale) => void) | string

/** How one operation is driven. */
export interface Driver {
  /** By form, for each form that has an effect. */
  readonly cells: Readonly<Partial<Record<Form, Way>>>
  /** Asks for it from where the customer stands; undefined: time brings it about, and nobody can ask. */
  readonly asks: ((tale: Tale) => void) | undefined
  /** What must have been before, for some starts, so that there is something to ask for. */
  readonly before?: Readonly<Partial<Record<Start, Way>>>
  /** Ways of their own to some starts. */
  readonly instead?: Readonly<Partial<Record<Start, Way>>>
  /** What must be under way, for some starts, so that there is something to ask for. */
  readonly first?: Readonly<Partial<Record<Start, Way>>>
}

export type Drivers = Readonly<Partial<Record<Operation, Driver>>>
