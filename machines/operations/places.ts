import { does, withoutPayment } from './cell.ts'
import type { Family } from './family.ts'
import { no, whileItRuns } from './start.ts'

/** Where a customer is. What is written from then on is taxed there; what waited for it as a draft is charged. */
export const places: Family<'place set'> = {
  'place set': {
    cells: { S: does('keep', 'none', 'keep', 'none', 'none', 'confirmation'), ...withoutPayment },
    legality: whileItRuns('legal', { none: no('nobody knows this customer'), incomplete: 'legal', paused: 'legal', canceled: 'legal' }),
  },
}
