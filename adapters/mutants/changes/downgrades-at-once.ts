import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const ofPlan = cells['downgrade at period end']
const ofQuantity = cells['quantity down at period end']
const atOnce = { ...ofPlan.S, subscription: 'apply change' } as typeof ofPlan.S

/** Puts the smaller plan in force when it is asked for, and not when the larger one that was paid is over. */
export const downgradesAtOnce = wrongReference(
  { name: 'downgrades-at-once', declares: 'BS021', source: 'warpdotdev/warp#7170' },
  {
    machines: {
      ...standardParts,
      matrix: {
        ...standardMatrix,
        cells: {
          ...cells,
          'downgrade at period end': { ...ofPlan, S: atOnce },
          'quantity down at period end': { ...ofQuantity, S: atOnce },
        },
      },
    },
  },
)
