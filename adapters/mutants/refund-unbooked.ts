import { standardMatrix, standardParts } from '#machines'
import type { MatrixCell } from '#machines'
import { wrongReference } from './mutant.ts'

const { cells } = standardMatrix
const silent = (cell: MatrixCell): MatrixCell => ('ledger' in cell ? { ...cell, ledger: 'none' } : cell)
const full = { ...cells['refund full'], S: silent(cells['refund full'].S) }
const partial = { ...cells['refund partial'], S: silent(cells['refund partial'].S) }

/** Gives money back and never books it. */
export const refundUnbooked = wrongReference(
  { name: 'refund-unbooked', declares: 'BS101', source: 'elizaOS/eliza#10920' },
  {
    machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, 'refund full': full, 'refund partial': partial } } },
  },
)
