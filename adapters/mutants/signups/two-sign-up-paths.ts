import { standardLegality, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const rulings = standardLegality['signup trial']

/** Trials begin by a path of their own, which asks whether a trial runs, and not whether anything does. */
const ownPath: typeof rulings = {
  ...rulings,
  incomplete: 'legal',
  active: 'legal',
  'active, cancel scheduled': 'legal',
  'past due, in grace': 'legal',
  'past due, without grace': 'legal',
}

export const twoSignUpPaths = wrongReference(
  { name: 'two-sign-up-paths', declares: 'BS032', source: 'gitpod-io/gitpod#15246' },
  {
    machines: {
      ...standardParts,
      legality: { ...standardLegality, 'signup trial': ownPath, 'signup trial, no method': ownPath },
    },
  },
)
