import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { passages } = standardMatrix

/** Books the switch when it is asked for: the old time is credited, and the rest is a debt. */
export const creditsBeforePaid = wrongReference(
  { name: 'credits-before-paid', declares: 'BS025', source: 'laravel/cashier-stripe#766' },
  {
    machines: {
      ...standardParts,
      matrix: {
        ...standardMatrix,
        passages: {
          ...passages,
          'interval switch opens': { ...passages['interval switch opens'], invoice: 'open', ledger: 'receivable' },
        },
      },
    },
  },
)
