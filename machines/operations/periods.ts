import { charging, does, provisional } from './cell.ts'
import type { Family } from './family.ts'
import { byTime, firstPay, no, whileItRuns } from './start.ts'

/** What time begins: the first charge after a trial, and each renewal. */
export const periods: Family<'trial end' | 'renewal'> = {
  // Service for the new period has not begun, so nothing is owed for it and nothing is granted until it is paid.
  'trial end': {
    cells: {
      S: does('renew', 'paid', 'keep', 'cash', 'none', 'receipt'),
      Fs: does('past due', 'keep', 'revoke', 'none', 'by policy', 'failure'),
      Fh: does('end by policy', 'end by policy', 'revoke', 'none', 'new method', 'failure'),
      A: does('past due', 'keep', 'revoke', 'none', 'customer', 'action needed'),
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      E: does('past due', 'keep', 'revoke', 'none', 'new method', 'none'),
      ...charging,
      // What may be used meanwhile policy says; nothing is owed yet.
      PR: provisional,
    },
    legality: whileItRuns(byTime('a trial end'), { trialing: 'legal' }),
  },
  renewal: {
    cells: {
      S: does('renew', 'paid', 'keep', 'cash', 'none', 'receipt'),
      Fs: does('past due', 'keep', 'grace', 'receivable', 'by policy', 'failure'),
      Fh: does('past due', 'keep', 'grace', 'receivable', 'new method', 'failure'),
      A: does('past due', 'keep', 'grace', 'receivable', 'customer', 'action needed'),
      U: does('keep', 'keep', 'grace', 'none', 'look up', 'none'),
      E: does('past due', 'keep', 'grace', 'receivable', 'new method', 'none'),
      ...charging,
      PR: provisional,
    },
    legality: whileItRuns(firstPay, {
      trialing: byTime('a renewal'),
      active: 'legal',
      'active, cancel scheduled': no('it ends with the period and is not renewed'),
      // Once the switch that the period's end waited for has come to nothing.
      renewing: 'legal',
    }),
  },
}
