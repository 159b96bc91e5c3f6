import { again, does, impossible, provisional, refused, tooLate, withoutPayment } from './cell.ts'
import { chargedChange } from './changes.ts'
import type { Family } from './family.ts'
import { no, whileItRuns } from './start.ts'

export const noMethodOutcome = impossible('keeping a method moves no money')
export const noAnswer = impossible('a method whose keeping has no answer yet is asked for again under the same key')
export const noQuestion = refused('keeping a method asks the bank nothing here')

const paidSignup = { ...chargedChange, S: does('start', 'paid', 'grant', 'cash', 'none', 'receipt') } as const

const legality = whileItRuns(no('a subscription already runs'), {
  none: 'legal',
  incomplete: no('a signup is already on its way'),
  paused: no('a subscription already runs'),
  canceled: 'legal',
})

const sent = impossible('what is sent is not charged')

export const signups: Family<'signup paid' | 'signup trial' | 'signup trial, no method' | 'resubscribe' | 'signup on terms'> = {
  'signup paid': {
    // Only whoever is new may be trusted before a bank has settled it; what is granted so ends with what becomes of the order.
    cells: { ...paidSignup, PR: provisional },
    legality: { ...legality, canceled: no('whoever was here before resubscribes') },
  },
  resubscribe: { cells: paidSignup, legality: { ...legality, none: no('nothing has ended that could begin again') } },
  // It begins with an invoice that is sent, whoever was here before or not. Paid at once is only what credit covers; all else is
  // paid by whoever marks it so.
  'signup on terms': {
    cells: {
      S: does('keep', 'paid', 'grant', 'cash', 'none', 'receipt'),
      Fs: sent,
      Fh: sent,
      A: sent,
      U: sent,
      PR: sent,
      P: sent,
      // Of a debt that was settled otherwise by then.
      L: tooLate,
      X: sent,
      N: again,
      E: sent,
    },
    legality,
  },
  // The method is what comes out: kept, refused, or no answer yet.
  'signup trial': {
    cells: {
      S: does('start', 'none', 'grant', 'none', 'none', 'confirmation'),
      Fs: noAnswer,
      Fh: does('drop', 'none', 'keep', 'none', 'new method', 'failure'),
      A: noQuestion,
      U: noAnswer,
      PR: noMethodOutcome,
      P: noMethodOutcome,
      L: noMethodOutcome,
      X: noMethodOutcome,
      N: again,
      E: noMethodOutcome,
    },
    legality,
  },
  // It begins at once; the first charge asks for the method, and without one comes out as a refusal for good.
  'signup trial, no method': {
    cells: { S: does('start', 'none', 'grant', 'none', 'none', 'confirmation'), ...withoutPayment },
    legality,
  },
}
