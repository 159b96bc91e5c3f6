import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells['void invoice']
const unposted = { ...row.S, ledger: 'none' } as typeof row.S

/** Takes an invoice back where customers see it, and not in the books: what nobody owes is owed there for ever. */
export const voidsWithoutPosting = wrongReference(
  { name: 'voids-without-posting', declares: 'BS103', source: 'ledgersmb/LedgerSMB#2321' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, 'void invoice': { ...row, S: unposted } } } } },
)
