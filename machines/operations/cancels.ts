import { does, tooLate, withoutPayment } from './cell.ts'
import { scheduled } from './changes.ts'
import type { Family } from './family.ts'
import { no, renewalRuns, whileItRuns } from './start.ts'

export const cancels: Family<'cancel now' | 'cancel at period end' | 'undo cancel' | 'delete account'> = {
  'cancel now': {
    cells: {
      S: does('cancel', 'void all', 'revoke', 'write off', 'none', 'confirmation'),
      ...withoutPayment,
      // The payment on its way must end first; its success then is money that comes too late.
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      PR: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      L: tooLate,
    },
    legality: whileItRuns('legal', { incomplete: 'legal', paused: 'legal' }),
  },
  'cancel at period end': {
    cells: scheduled,
    legality: whileItRuns('legal', {
      'active, cancel scheduled': no('it is already set to end with the period'),
      renewing: renewalRuns,
      unpaid: no('nothing is renewed while it is unpaid; cancel now'),
      paused: no('nothing is renewed while it is paused; cancel now'),
    }),
  },
  // As a cancellation now, but nobody is told: whoever had their account deleted hears from us no more.
  'delete account': {
    cells: {
      S: does('cancel', 'void all', 'revoke', 'write off', 'none', 'none'),
      ...withoutPayment,
      // Until that is known nothing ends, but nothing may be used any more.
      U: does('keep', 'keep', 'revoke', 'none', 'look up', 'none'),
      PR: does('keep', 'keep', 'revoke', 'none', 'look up', 'none'),
    },
    legality: whileItRuns('legal', { none: no('nobody knows this customer'), incomplete: 'legal', paused: 'legal', canceled: 'legal' }),
  },
  'undo cancel': {
    cells: { S: does('unschedule cancel', 'none', 'keep', 'none', 'none', 'confirmation'), ...withoutPayment },
    legality: whileItRuns(no('it is not set to end'), {
      trialing: 'legal',
      'active, cancel scheduled': 'legal',
      'past due, in grace': 'legal',
      'past due, without grace': 'legal',
    }),
  },
}
