import { days, defaultPolicy, hours } from '#machines'
import { at, authenticate, day, subscribe, updateMethod } from '../scenario.ts'
import { type SmallWorld, usual, workloadsOf } from './small-world.ts'

/** Every way by which it becomes known that something was paid: an answer, a webhook, a look-up, the customer's return. */
export const oneHandler: SmallWorld = {
  name: 'one handler',
  system: 'S13',
  about: 'every way to hear of a payment: each period has its invoice, and has it once',
  workloads: workloadsOf('one handler', { lasts: days(40), policy: defaultPolicy }, [
    [day(0, subscribe('ada', { plan: 'basic' }))],
    [day(0, subscribe('ada', { plan: 'basic', method: 'card needing authentication' })), at(hours(1), authenticate('ada'))],
    [day(0, subscribe('ada', { plan: 'basic' })), day(20, updateMethod('ada', 'card without funds')), day(33, updateMethod('ada', 'card'))],
  ]),
  may: usual,
}
