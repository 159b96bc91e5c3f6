import { does, withoutPayment } from './cell.ts'
import type { Family } from './family.ts'
import { no, whileItRuns } from './start.ts'

const moved = { S: does('move trial end', 'none', 'keep', 'none', 'none', 'confirmation'), ...withoutPayment } as const
const legality = whileItRuns(no('the trial is over'), { trialing: 'legal' })

/** An operator moves the end of a trial; it is charged then. */
export const trials: Family<'trial extend' | 'trial cut'> = {
  'trial extend': { cells: moved, legality },
  'trial cut': { cells: moved, legality },
}
