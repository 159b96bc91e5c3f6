import { charging, does, impossible } from './cell.ts'
import type { Family } from './family.ts'
import { no, whileItRuns } from './start.ts'

/** What becomes of an invoice after collecting it has ended. */
export const debts: Family<'bad-debt payment'> = {
  // One try, asked for by a customer who is there. Paid, it settles that one invoice: what has ended stays ended, what runs goes
  // on as it is, and only time of the old period that is still to come may be used. Unpaid, the debt is what it was.
  'bad-debt payment': {
    cells: {
      S: does('keep', 'paid', 'grant', 'cash', 'none', 'receipt'),
      Fs: does('keep', 'keep', 'keep', 'none', 'no more', 'failure'),
      Fh: does('keep', 'keep', 'keep', 'none', 'new method', 'failure'),
      A: does('keep', 'keep', 'keep', 'none', 'customer', 'action needed'),
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      E: does('keep', 'keep', 'keep', 'none', 'no more', 'none'),
      ...charging,
      L: impossible('a debt has no time by which it must be paid'),
    },
    legality: whileItRuns('legal', { none: no('nothing was ever owed'), incomplete: 'legal', paused: 'legal', canceled: 'legal' }),
  },
}
