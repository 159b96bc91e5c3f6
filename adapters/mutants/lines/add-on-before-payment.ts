import { type MatrixCell, standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells['add-on now']
const applied = (cell: MatrixCell): MatrixCell =>
  'refused' in cell || 'impossible' in cell ? cell : { ...cell, subscription: 'apply change' }

/** Hands an add-on over although the card was declined, or the bank still asks. */
export const addOnBeforePayment = wrongReference(
  { name: 'add-on-before-payment', declares: 'BS024' },
  {
    machines: {
      ...standardParts,
      matrix: {
        ...standardMatrix,
        cells: { ...cells, 'add-on now': { ...row, Fs: applied(row.Fs), Fh: applied(row.Fh), A: applied(row.A) } },
      },
    },
  },
)
