import { standardMatrix, standardParts } from '#machines'
import { wrongReference } from './mutant.ts'

const { cells } = standardMatrix
const applied = { ...cells['upgrade now'].Fs, subscription: 'apply change' } as (typeof cells)['upgrade now']['Fs']

/** Moves the plan up although the card was declined. */
export const upgradeBeforePayment = wrongReference(
  { name: 'upgrade-before-payment', declares: 'BS024', source: 'laravel/cashier-stripe#1722' },
  {
    machines: {
      ...standardParts,
      matrix: { ...standardMatrix, cells: { ...cells, 'upgrade now': { ...cells['upgrade now'], Fs: applied } } },
    },
  },
)
