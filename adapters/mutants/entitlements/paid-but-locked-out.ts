import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const signup = cells['signup paid']
const paid = { ...signup.S, entitlement: 'keep' } as typeof signup.S

/** Access is switched on by another side, which hears of renewals only: whoever signs up has paid, and may use nothing. */
export const paidButLockedOut = wrongReference(
  { name: 'paid-but-locked-out', declares: 'BS027', source: 'unkeyed/unkey#5991' },
  { machines: { ...standardParts, matrix: { ...standardMatrix, cells: { ...cells, 'signup paid': { ...signup, S: paid } } } } },
)
