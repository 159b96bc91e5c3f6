import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells.dispute
const lost = { ...row.Fh, ledger: 'none' } as typeof row.Fh

/** What a bank keeps stays in the books as earned, and as money that may come back. */
export const lostDisputeIsEarned = wrongReference(
  { name: 'lost-dispute-is-earned', declares: 'BS081', source: 'Automattic/woocommerce-payments#4931' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, dispute: { ...row, Fh: lost } } } } },
)
