import { again, does, impossible, wholeAmount, withoutPayment } from './cell.ts'
import type { Family } from './family.ts'
import { noAnswer, noMethodOutcome, noQuestion } from './signups.ts'
import { no, whileItRuns } from './start.ts'

const ofWaitingPayment = impossible('the outcome belongs to the operation whose payment waits')
const nothingWaits = no('no payment waits for an answer')

/** What a customer does about the method: brings another one, or answers the bank. */
export const methodChanges: Family<'method update' | 'card update' | 'authenticate'> = {
  'method update': {
    cells: {
      S: does('keep', 'keep', 'keep', 'none', 'again now', 'confirmation'),
      Fs: noAnswer,
      Fh: does('keep', 'keep', 'keep', 'none', 'none', 'failure'),
      A: noQuestion,
      U: noAnswer,
      PR: noMethodOutcome,
      P: noMethodOutcome,
      L: noMethodOutcome,
      X: noMethodOutcome,
      N: again,
      E: noMethodOutcome,
    },
    // Whoever has left may still owe, and bring another card for that.
    legality: whileItRuns('legal', { incomplete: 'legal', paused: 'legal', canceled: 'legal' }),
  },
  // The network has given the customer a new card, and nobody had to ask: what waited for one is tried with it. The bank of the old
  // one had said never to try that again, which is no word about this one.
  'card update': {
    cells: { S: does('keep', 'keep', 'keep', 'none', 'again now', 'none'), ...withoutPayment },
    // Whoever signed up in vain left a card as well.
    legality: whileItRuns('legal', { none: 'legal', incomplete: 'legal', paused: 'legal', canceled: 'legal' }),
  },
  authenticate: {
    cells: {
      S: ofWaitingPayment,
      Fs: ofWaitingPayment,
      Fh: ofWaitingPayment,
      A: ofWaitingPayment,
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      PR: impossible('whoever orders a debit is asked nothing by their bank'),
      P: wholeAmount,
      L: ofWaitingPayment,
      X: ofWaitingPayment,
      N: again,
      E: ofWaitingPayment,
    },
    legality: whileItRuns('legal', {
      none: nothingWaits,
      incomplete: 'legal',
      paused: 'legal',
      trialing: nothingWaits,
      canceled: 'legal',
    }),
  },
}
