import { days, hours } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import { type DashboardFault, takenOff } from './fault.ts'

const kind = choiceKind('dashboard detach', [0, 0, 8, 25, 60])

/** Somebody at the provider's dashboard takes a card off its customer; a system that keeps its own books hears of it by webhook only, if at all. */
export const dashboardDetach: DashboardFault = {
  name: 'dashboard detach',
  kind,
  strikes: 'dashboard',
  after: 'payment_method.attached',
  class: 'outcome',
  needs: ['webhooks of detached methods'],
  moments: { '2 h on': hours(2), '12 days on': days(12), '40 days on': days(40) },
  happens: (moment, choices) => choices.among(moment, kind, takenOff),
}
