import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells['cancel now']
const left = { ...row.S, invoice: 'keep', ledger: 'none' } as typeof row.S

/** Cancellation ends the subscription, and the open invoice is dunning's: who left after a decline is charged at the next retry. */
export const dunningGoesOn = wrongReference(
  { name: 'dunning-goes-on', declares: 'BS033', source: 'polarsource/polar#6542' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, 'cancel now': { ...row, S: left } } } } },
)
