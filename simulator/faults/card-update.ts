import { cardUpdateChoice } from '../provider/card-updates.ts'
import type { DrawnElsewhere } from './fault.ts'

/** The network replaces a card that its bank no longer accepts, and the same method works again. The twin draws it at declines. */
export const cardUpdate: DrawnElsewhere = {
  name: 'card update',
  kind: cardUpdateChoice,
  strikes: 'payment',
  class: 'outcome',
  needs: ['webhooks of card updates'],
}
