import { days, hours, seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import { type DashboardFault, givenBack } from './fault.ts'

const kind = choiceKind('dashboard refund', [0, 0, 5, 15, 40])

/** Somebody at the provider's dashboard gives money back; a system that keeps its own books hears of it by webhook only, if at all. */
export const dashboardRefund: DashboardFault = {
  name: 'dashboard refund',
  kind,
  strikes: 'dashboard',
  after: 'charge.succeeded',
  class: 'outcome',
  needs: ['webhooks of refunds'],
  moments: { '1 s on': seconds(1), '2 h on': hours(2), '12 days on': days(12) },
  happens: (moment, choices) => choices.among(moment, kind, givenBack),
}
