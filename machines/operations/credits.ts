import { does, withoutPayment } from './cell.ts'
import type { Family } from './family.ts'
import { no, whileItRuns } from './start.ts'

/** Credit that an operator gives. It pays for the next invoices, and is kept when a subscription ends. */
export const credits: Family<'credit grant'> = {
  'credit grant': {
    cells: { S: does('keep', 'none', 'keep', 'goodwill', 'none', 'confirmation'), ...withoutPayment },
    legality: whileItRuns('legal', { none: no('nobody knows this customer'), incomplete: 'legal', paused: 'legal', canceled: 'legal' }),
  },
}
