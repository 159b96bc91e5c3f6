import { type MatrixCell, standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells['interval switch now']
const applied = (cell: MatrixCell): MatrixCell =>
  'refused' in cell || 'impossible' in cell ? cell : { ...cell, subscription: 'apply change' }

/** Begins the year although the card was declined, or the bank still asks: the month and its anchor are gone. */
export const anchorMovesUnpaid = wrongReference(
  { name: 'anchor-moves-unpaid', declares: 'BS024', source: 'laravel/cashier-stripe#1817' },
  {
    machines: {
      ...standardParts,
      matrix: {
        ...standardMatrix,
        cells: { ...cells, 'interval switch now': { ...row, Fs: applied(row.Fs), Fh: applied(row.Fh), A: applied(row.A) } },
      },
    },
  },
)
