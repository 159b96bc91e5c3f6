import type { Policy } from './policy.ts'

/** The questions that more than one chart asks. */
export interface InFlight {
  readonly inFlight: number
}

/** A payment is on its way and nobody knows what came of it: nothing may end until that is known. */
export const paymentInFlight = (subject: InFlight): boolean => subject.inFlight > 0

export const endActionCancels = (_: unknown, policy: Policy): boolean => policy.endAction === 'cancel'
