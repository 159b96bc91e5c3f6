import { minor, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { taxing } = standardParts

/** Writes credit notes over net prices: what goes back has no tax in it. */
export const notesWithoutTax = wrongReference(
  { name: 'notes-without-tax', declares: 'BS131' },
  { machines: { ...standardParts, taxing: { ...taxing, ofNote: () => minor(0) } } },
)
