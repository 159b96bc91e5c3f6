import { days, defaultPolicy, minutes } from '#machines'
import { at, cancelAtPeriodEnd, changeQuantity, day, subscribe } from '../scenario.ts'
import { type SmallWorld, usual, workloadsOf } from './small-world.ts'

/** Facts that come twice, late, in another order and while somebody else writes. */
export const oneRecompute: SmallWorld = {
  name: 'one recompute',
  system: 'S12',
  about: 'facts that come twice, late or beside each other: all stores say what their set comes to',
  workloads: workloadsOf(
    'one recompute',
    { lasts: days(40), policy: defaultPolicy },
    [[day(0, subscribe('ada', { plan: 'basic' }))]],
    [[], [at(minutes(3), changeQuantity('ada', 2))], [at(minutes(3), changeQuantity('ada', 2)), day(9, cancelAtPeriodEnd('ada'))]],
  ),
  may: usual,
}
