import { wrongReference } from '../mutant.ts'

/** Knows of disputes by webhook alone: one that gets lost never was. */
export const neverAsksForDisputes = wrongReference(
  { name: 'never-asks-for-disputes', declares: 'BS101' },
  {
    *findDisputes() {
      return true
    },
  },
)
