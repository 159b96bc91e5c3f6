import type { Instant } from './instant.ts'

/** What a chart's object has besides its own data. The fold owns these objects and changes them; whoever gets them may not. */
export interface Timed {
  /** When the state's deadline fires; `never` without one. */
  dueAt: Instant
  /** The deadline has fired while a payment was in flight: what it asks for waits for the outcome. */
  held: boolean
}
