import { days, minor, utc } from '#machines'
import { day, grantCredit, refund, scenario, subscribe } from '../scenario.ts'

/** Three customers whose second month credit pays in part, but for some cents, or whole, and who then want it back. */
export const creditGoesBackFirst = scenario(
  'refunds/credit-goes-back-first',
  'a month that credit and a card pay together goes back: credit first; what was too little to be charged comes with the next month',
  {
    starts: utc('2024-03-15T10:00:00Z'),
    lasts: days(70),
    needs: ['grant credit'],
    story: [
      day(0, subscribe('ada', { plan: 'pro' })),
      day(10, grantCredit('ada', minor(500))),
      day(35, refund('ada', minor(300))),
      day(36, refund('ada', minor(700))),
      day(37, refund('ada')),
      day(0, subscribe('bob', { plan: 'pro' })),
      day(10, grantCredit('bob', minor(1_980))),
      day(35, refund('bob', minor(1_000))),
      day(0, subscribe('cleo', { plan: 'basic' })),
      day(10, grantCredit('cleo', minor(999))),
      day(35, refund('cleo')),
    ],
  },
)
