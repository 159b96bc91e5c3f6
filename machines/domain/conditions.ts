import { endsWithPeriod, type Leaving } from './leaving.ts'
import type { Policy } from './policy.ts'

/** The questions that more than one chart asks. */
export interface InFlight {
  readonly inFlight: number
}

/** A payment is on its way and nobody knows what came of it: nothing may end until that is known. */
export const paymentInFlight = (subject: InFlight): boolean => subject.inFlight > 0

/** Whoever has asked to leave leaves: a pause would keep them. */
export const endActionCancels = (subject: Leaving, { endAction }: Policy): boolean =>
  endAction === 'cancel' || (endAction === 'pause' && endsWithPeriod(subject))

export const endActionPauses = (_: unknown, { endAction }: Policy): boolean => endAction === 'pause'

/** Whoever is left unpaid is asked for the money as long as the period lasts; from all others nobody collects it any more. */
export const endActionCloses = (_: unknown, { endAction }: Policy): boolean => endAction !== 'unpaid'
