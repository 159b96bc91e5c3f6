import { days, defaultPolicy } from '#machines'
import { cancelAtPeriodEnd, cancelNow, day, refund, subscribe, updateMethod } from '../scenario.ts'
import { type SmallWorld, usual, workloadsOf } from './small-world.ts'

/** Three periods. Signups with and without a trial, and how a subscription may end or go on. */
export const accessIsWhatWasPaid: SmallWorld = {
  name: 'access is what was paid',
  system: 'S5',
  about: 'signups, renewals and ends: whoever has paid may use it, and nobody else',
  workloads: workloadsOf(
    'access is what was paid',
    { lasts: days(70), policy: defaultPolicy },
    [[day(0, subscribe('ada', { plan: 'basic' }))], [day(0, subscribe('ada', { plan: 'basic', trial: days(14) }))]],
    [
      [],
      [day(20, cancelAtPeriodEnd('ada'))],
      [day(33, cancelNow('ada'))],
      [day(20, { who: 'ada', command: { do: 'pause' } }), day(40, { who: 'ada', command: { do: 'resume' } })],
      [day(20, refund('ada')), day(33, updateMethod('ada', 'card'))],
    ],
  ),
  may: usual,
}
