import type { CancellationState } from './chart-states.ts'

export interface Leaving {
  readonly cancellation: CancellationState
}

/** Is it, or was it, set to end with its period? */
export const endsWithPeriod = ({ cancellation }: Leaving): boolean =>
  cancellation !== 'stays' && cancellation !== 'waiting' && cancellation !== 'gone'

/** The customer has left, and a payment that is on its way comes out first. */
export const isLeaving = ({ cancellation }: Leaving): boolean => cancellation === 'waiting' || cancellation === 'scheduled and waiting'
