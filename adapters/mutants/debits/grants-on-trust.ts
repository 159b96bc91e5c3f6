import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const { renewal } = cells

/** Leaves access as it is while a renewal is settled, whatever policy says of that. */
export const grantsOnTrust = wrongReference(
  { name: 'grants-on-trust', declares: 'BS026' },
  {
    machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, renewal: { ...renewal, PR: renewal.U } } } },
  },
)
