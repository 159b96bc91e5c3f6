import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const upgrade = cells['upgrade now']
const applied = { ...upgrade.PR, subscription: 'apply change' } as typeof upgrade.PR

/** Moves the plan up as soon as a bank has the order for it. */
export const commitsOrders = wrongReference(
  { name: 'commits-orders', declares: 'BS024' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, 'upgrade now': { ...upgrade, PR: applied } } } } },
)
