import { standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Counts seats when somebody gets one, and not when the quantity goes down: whoever had one keeps it. */
export const seatsOutliveTheQuantity = wrongReference(
  { name: 'seats-outlive-the-quantity', declares: 'BS034', source: 'stella/stella#2140' },
  { machines: { ...standardParts, seating: { ...standardParts.seating, isTooFew: () => false } } },
)
