import { does, withoutPayment } from './cell.ts'
import { chargedChange } from './changes.ts'
import type { Family } from './family.ts'
import { firstPay, no, renewalRuns, whileItRuns } from './start.ts'

/** Service that stops for a while. Nothing is granted and nothing charged until it is resumed, and that is paid. */
export const pauses: Family<'pause' | 'resume'> = {
  pause: {
    cells: {
      S: does('pause', 'credit unused', 'revoke', 'balance', 'none', 'confirmation'),
      ...withoutPayment,
      // What is on its way must come out first: an upgrade that is paid is paused as upgraded.
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      PR: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
    },
    legality: whileItRuns('legal', {
      trialing: no('a trial is cut or canceled, not paused'),
      'active, cancel scheduled': no('it is set to end with the period; take that back first'),
      renewing: renewalRuns,
      'past due, in grace': firstPay,
      'past due, without grace': firstPay,
      unpaid: firstPay,
      paused: no('it is paused already'),
    }),
  },
  resume: {
    cells: {
      ...chargedChange,
      S: does('resume', 'paid', 'grant', 'cash', 'none', 'receipt'),
      // Lost to the bank, it is paused as before.
      X: does('pause', 'keep', 'take back', 'none', 'none', 'none'),
    },
    legality: whileItRuns(no('it is not paused'), { paused: 'legal' }),
  },
}
