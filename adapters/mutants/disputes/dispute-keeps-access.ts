import type { MatrixCell, Operation } from '#machines'
import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const nothing: MatrixCell = { subscription: 'keep', invoice: 'keep', entitlement: 'keep', ledger: 'none', retry: 'none', notice: 'none' }
const cells = Object.fromEntries(
  Object.entries(standardMatrix.cells).map(([operation, row]) => [
    operation,
    operation === 'dispute' || !('ledger' in row.X) ? row : { ...row, X: nothing },
  ]),
) as unknown as Record<Operation, (typeof standardMatrix)['cells'][Operation]>

/** Books what the bank keeps, and lets the customer go on using what it had paid for. */
export const disputeKeepsAccess = wrongReference(
  { name: 'dispute-keeps-access', declares: 'BS026', source: 'elizaOS/eliza#10920' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells } } },
)
