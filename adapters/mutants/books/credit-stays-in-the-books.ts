import { standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Charges less where there is credit, and books what was charged: what the credit has paid is still the customer's there. */
export const creditStaysInTheBooks = wrongReference(
  { name: 'credit-stays-in-the-books', declares: 'BS113' },
  {
    machines: {
      ...standardParts,
      post(fold, code, scene, due) {
        const { invoice } = scene
        if (code === 'cash' && invoice !== undefined && invoice.credited > invoice.carried) invoice.creditPosted = true
        standardParts.post(fold, code, scene, due)
      },
    },
  },
)
