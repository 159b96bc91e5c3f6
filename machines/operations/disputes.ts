import { again, does, impossible } from './cell.ts'
import type { Family } from './family.ts'
import { no, whileItRuns } from './start.ts'

const isTold = impossible('a bank says what it does; nobody asks it and gets no answer')

/**
 * A bank takes a payment up again. The columns are what it does: S takes the money for now, A only asks the merchant, X gives it
 * back (it found for us, or its customer withdrew), Fh keeps it, N drops it before anything was taken. What a loss does to what
 * was paid with the money stands in column X of the row that it came in by, where that still runs.
 */
export const disputes: Family<'dispute'> = {
  dispute: {
    cells: {
      S: does('keep', 'keep', 'withhold by policy', 'hold', 'none', 'none'),
      Fs: impossible('a bank that keeps the money keeps it for good, until it says otherwise'),
      Fh: does('keep', 'charge back', 'keep', 'lose', 'none', 'failure'),
      A: does('keep', 'keep', 'keep', 'none', 'none', 'none'),
      U: isTold,
      PR: isTold,
      P: impossible('a bank takes what is left of a payment, or nothing'),
      L: impossible('a bank has all the time it likes'),
      X: does('restore', 'restore', 'restore', 'return', 'none', 'none'),
      N: again,
      E: isTold,
    },
    legality: whileItRuns('legal', {
      none: no('nothing was paid'),
      incomplete: 'legal',
      paused: 'legal',
      canceled: 'legal',
    }),
  },
}
