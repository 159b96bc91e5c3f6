import { again, does, impossible, refused, wholeAmount } from './cell.ts'
import type { Family } from './family.ts'
import { no, whileItRuns } from './start.ts'

const given = {
  Fs: does('keep', 'keep', 'keep', 'none', 'by policy', 'none'),
  Fh: does('keep', 'keep', 'keep', 'none', 'none', 'confirmation'),
  A: refused('cards need no account of the customer to give money back'),
  U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
  PR: refused('money that has not come yet cannot be given back'),
  P: wholeAmount,
  L: impossible('a refund has no time by which it must arrive'),
  X: impossible('what was given back a bank does not take back'),
  N: again,
  E: impossible('more than is left of a payment is refused before it is asked'),
} as const

const legality = whileItRuns('legal', { none: no('nothing was paid'), incomplete: 'legal', paused: 'legal', canceled: 'legal' })

export const refunds: Family<'refund full' | 'refund partial'> = {
  // All that was paid for the running period.
  'refund full': {
    cells: { ...given, S: does('cancel by refund policy', 'credit note', 'revoke by refund policy', 'reversal', 'none', 'confirmation') },
    legality,
  },
  'refund partial': { cells: { ...given, S: does('keep', 'credit note', 'keep', 'reversal', 'none', 'confirmation') }, legality },
}
