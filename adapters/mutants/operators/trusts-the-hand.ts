import { wrongReference } from '../mutant.ts'

/** Whoever set a field by hand must have had a reason: the reconcile notes what differs, and leaves it. */
export const trustsTheHand = wrongReference(
  { name: 'trusts-the-hand', declares: 'BS052' },
  { repaired: (stored, facts) => stored ?? facts },
)
