import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells['write off']
const settled = { ...row.S, invoice: 'paid', ledger: 'bank' } as typeof row.S

/** Takes an invoice that is open no longer for one that was paid: what an operator writes off is booked as money that came. */
export const writtenOffIsMoney = wrongReference(
  { name: 'written-off-is-money', declares: 'BS101', source: 'Rise-Vision/rise-vision-apps#2518' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, 'write off': { ...row, S: settled } } } } },
)
