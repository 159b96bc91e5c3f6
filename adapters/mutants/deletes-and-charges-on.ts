import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from './mutant.ts'

const { cells } = standardMatrix
const row = cells['delete account']
const forgotten = { ...row.S, subscription: 'keep', invoice: 'keep', ledger: 'none' } as (typeof row)['S']

/** Forgets who the customer was, and not that there is a subscription to renew. */
export const deletesAndChargesOn = wrongReference(
  { name: 'deletes-and-charges-on', declares: 'BS071', source: 'scosman/CMSaasStarter#187' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, 'delete account': { ...row, S: forgotten } } } } },
)
