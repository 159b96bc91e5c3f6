import { minor } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Computing anew adds the total of the facts to what is stored, where it should take its place: the second time it is there twice. */
export const recomputeAdds = wrongReference(
  { name: 'recompute-adds', declares: 'BS054' },
  { repaired: (stored, facts) => ({ ...facts, received: minor((stored?.received ?? 0) + facts.received) }) },
)
