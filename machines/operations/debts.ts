import { charging, does, impossible, withoutPayment } from './cell.ts'
import type { Family } from './family.ts'
import { no, whileItRuns } from './start.ts'

const whileCollected = whileItRuns(no('no invoice is being collected'), {
  renewing: 'legal',
  'past due, in grace': 'legal',
  'past due, without grace': 'legal',
  unpaid: 'legal',
})

/** What becomes of an invoice when an operator ends collecting it, and after collecting it has ended. */
export const debts: Family<'bad-debt payment' | 'void invoice' | 'write off' | 'mark paid'> = {
  // Nobody pays for the running period any more, by whoever's decision: the subscription goes the way it would have gone had the
  // tries ended. What is void was never owed, and is no debt; what is written off may still be paid.
  'void invoice': {
    cells: { S: does('end by policy', 'void', 'revoke', 'write off', 'none', 'confirmation'), ...withoutPayment },
    legality: whileCollected,
  },
  'write off': {
    cells: { S: does('end by policy', 'write off', 'revoke', 'write off', 'none', 'confirmation'), ...withoutPayment },
    legality: whileCollected,
  },
  // As good as a payment that came, but for the account it is posted to: what the provider never had it cannot give back.
  'mark paid': {
    cells: {
      S: does('renew', 'paid', 'grant', 'bank', 'none', 'receipt'),
      ...withoutPayment,
      // Nothing is applied until the rest came.
      P: does('keep', 'paid in part', 'keep', 'bank', 'none', 'receipt'),
    },
    // An invoice that was sent is open from its first day.
    legality: { ...whileCollected, active: 'legal', 'active, cancel scheduled': 'legal' },
  },
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
      P: does('keep', 'paid in part', 'keep', 'cash', 'no more', 'receipt'),
      L: impossible('a debt has no time by which it must be paid'),
      X: does('keep', 'keep', 'take back', 'none', 'none', 'none'),
    },
    legality: whileItRuns('legal', { none: no('nothing was ever owed'), incomplete: 'legal', paused: 'legal', canceled: 'legal' }),
  },
}
