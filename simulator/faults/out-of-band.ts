import { days, hours, seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import { outOfBand, type DashboardFault } from './fault.ts'

const kind = choiceKind('out of band', [0, 0, 15, 60, 150])

/** Somebody at the provider's dashboard changes or cancels a subscription; the system hears of it by webhook only, if at all. */
export const outOfBandChange: DashboardFault = {
  name: 'out of band',
  kind,
  strikes: 'dashboard',
  after: 'customer.subscription.created',
  class: 'outcome',
  needs: ['subscriptions at the provider'],
  moments: { '1 s on': seconds(1), '2 h on': hours(2), '12 days on': days(12), '31 days on': days(31), '45 days on': days(45) },
  happens: (moment, choices) => choices.among(moment, kind, outOfBand),
}
