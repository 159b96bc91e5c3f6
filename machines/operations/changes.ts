import { charging, does, withoutPayment } from './cell.ts'
import type { Family } from './family.ts'
import { firstPay, renewalRuns, whileItRuns } from './start.ts'

/** A change that is paid before it applies: unpaid, it leaves everything as it was. */
export const chargedChange = {
  S: does('apply change', 'paid', 'grant', 'cash', 'none', 'receipt'),
  Fs: does('keep', 'keep', 'keep', 'none', 'by policy', 'failure'),
  Fh: does('keep', 'void', 'keep', 'none', 'new method', 'failure'),
  A: does('keep', 'keep', 'keep', 'none', 'customer', 'action needed'),
  U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
  E: does('keep', 'void', 'keep', 'none', 'none', 'none'),
  ...charging,
} as const

/** What costs less later, and nothing now. */
export const scheduled = { S: does('schedule', 'none', 'keep', 'none', 'none', 'confirmation'), ...withoutPayment } as const

const legality = whileItRuns('legal', {
  renewing: renewalRuns,
  'past due, in grace': firstPay,
  'past due, without grace': firstPay,
  unpaid: firstPay,
})

// Lost to the bank, the step up is taken back from what is in force by then, like any step down: what was paid on top of it since
// and is not used any more becomes credit. Where somebody has asked for another level since, that one stays.
const steppedUp = { ...chargedChange, X: does('revert change', 'credit reverted', 'keep', 'balance', 'none', 'none') } as const

// What was collected for the dearer plan's rest of the period becomes credit; money does not go back for it.
const downNow = { S: does('apply change', 'credit difference', 'keep', 'balance', 'none', 'confirmation'), ...withoutPayment } as const

type Changes =
  | 'upgrade now'
  | 'quantity up now'
  | 'add-on now'
  | 'interval switch now'
  | 'downgrade at period end'
  | 'quantity down at period end'
  | 'downgrade now'
  | 'quantity down now'
  | 'add-on removal at period end'
  | 'add-on removal now'
export const changes: Family<Changes> = {
  'upgrade now': { cells: steppedUp, legality },
  'quantity up now': { cells: steppedUp, legality },
  'add-on now': { cells: steppedUp, legality },
  // The new price is charged whole and a new period begins with it; what is left of the old one is credited in the same
  // invoice, as far as it was collected. Where that is worth more than the new price the switch is refused: one invoice does
  // not pay out, and a shorter or cheaper period can be had when less is left of the old one.
  'interval switch now': { cells: chargedChange, legality },
  'downgrade at period end': { cells: scheduled, legality },
  'quantity down at period end': { cells: scheduled, legality },
  'downgrade now': { cells: downNow, legality },
  'quantity down now': { cells: downNow, legality },
  'add-on removal at period end': { cells: scheduled, legality },
  'add-on removal now': { cells: downNow, legality },
}
