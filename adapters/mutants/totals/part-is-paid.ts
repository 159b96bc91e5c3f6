import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells['mark paid']
const whole = { ...cells, 'mark paid': { ...row, P: row.S } }

/** Asks whether money came for an invoice, and not how much: any part of it pays for all. */
export const partIsPaid = wrongReference(
  { name: 'part-is-paid', declares: 'BS026', source: 'invoiceninja/invoiceninja#9573' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells: whole } } },
)
