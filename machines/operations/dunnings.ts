import { again, charging, does, impossible, refused, wholeAmount } from './cell.ts'
import type { Family } from './family.ts'
import { byTime, whileItRuns } from './start.ts'

const gaveUp = does('end by policy', 'end by policy', 'revoke', 'write off', 'none', 'failure')
const noOutcome = impossible('time ends it, not the outcome of a payment')

const whileOwed = (what: string) =>
  whileItRuns(byTime(what), {
    incomplete: byTime(what),
    'past due, in grace': 'legal',
    'past due, without grace': 'legal',
    unpaid: 'legal',
  })

/** Trying an open invoice again, and giving it up. */
export const dunnings: Family<'dunning retry' | 'dunning end'> = {
  'dunning retry': {
    cells: {
      S: does('renew', 'paid', 'grant', 'cash', 'none', 'receipt'),
      Fs: does('past due', 'keep', 'keep', 'none', 'by policy', 'failure'),
      Fh: does('unpaid', 'keep', 'revoke', 'none', 'new method', 'failure'),
      A: does('past due', 'keep', 'keep', 'none', 'customer', 'action needed'),
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      E: does('past due', 'keep', 'keep', 'none', 'new method', 'none'),
      ...charging,
    },
    legality: whileOwed('a retry'),
  },
  'dunning end': {
    cells: {
      S: impossible('a paid invoice has left dunning'),
      Fs: gaveUp,
      Fh: gaveUp,
      A: gaveUp,
      U: refused('nothing ends while the outcome of a payment is unknown'),
      PR: refused('nothing ends while a bank has not settled what it was ordered'),
      P: wholeAmount,
      L: noOutcome,
      X: noOutcome,
      N: again,
      E: gaveUp,
    },
    legality: whileOwed('the end of dunning'),
  },
}
