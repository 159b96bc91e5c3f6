import { days, type Duration, minutes, seconds } from '#machines'
import { years } from '../directed/outcomes.ts'
import { at, cancelNow, changePlan, changeQuantity, day, subscribe, updateMethod } from '../scenario.ts'
import { type SmallWorld, usual, workloadsOf } from './small-world.ts'

const asks = days(10)
const soon = (asks + seconds(30)) as Duration
const later = (asks + minutes(40)) as Duration

/** Three periods. Each sort of step up, and what a customer may do half a minute or more after it was asked for. */
export const payBeforeCommit: SmallWorld = {
  name: 'pay before commit',
  system: 'S3',
  about: 'a step up, and something half a minute after it: nothing is in force before it is paid',
  workloads: workloadsOf(
    'pay before commit',
    { lasts: days(70), policy: years },
    [[day(0, subscribe('ada', { plan: 'basic' }))]],
    [[at(asks, changePlan('ada', 'team'))], [at(asks, changeQuantity('ada', 3))], [at(asks, changePlan('ada', 'yearly'))]],
    [[], [at(soon, cancelNow('ada'))], [at(soon, changePlan('ada', 'pro'))], [at(later, updateMethod('ada', 'card'))]],
  ),
  may: usual,
}
