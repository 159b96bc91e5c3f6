import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells['bad-debt payment']
const paid = { ...row.S, subscription: 'renew' } as typeof row.S

/** Asks the customer, not the invoice, which subscription was paid: an old debt moves the period of the one that runs now. */
export const debtMovesPeriod = wrongReference(
  { name: 'debt-moves-period', declares: 'BS061', source: 'vm0-ai/vm0#9777' },
  {
    machines: {
      ...standardParts,
      matrix: { ...standardMatrix, cells: { ...cells, 'bad-debt payment': { ...row, S: paid } } },
      concerned: (account) => account.subscriptions.at(-1),
    },
  },
)
