import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells['card update']
const kept = { ...row.S, retry: 'none' } as typeof row.S

/** Takes down that a card was replaced, and goes on waiting for the customer to bring another one. */
export const deafToNewCards = wrongReference(
  { name: 'deaf-to-new-cards', declares: 'BS082' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, 'card update': { ...row, S: kept } } } } },
)
