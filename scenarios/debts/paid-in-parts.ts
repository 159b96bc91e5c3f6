import { days, minor, utc } from '#machines'
import { day, markPaid, payDebt, scenario, subscribe, updateMethod, voidInvoice } from '../scenario.ts'

/** Five customers whose second month no card pays: it comes at the bank in parts, some cents short, beyond what is due, or not all of it. */
export const paidInParts = scenario(
  'debts/paid-in-parts',
  'a renewal that comes at the bank in two parts, some cents short, or too much of it; a part of one that is taken back, and of an old debt',
  {
    starts: utc('2024-03-15T10:00:00Z'),
    lasts: days(75),
    needs: ['pay debt', 'void invoice', 'mark paid'],
    story: [
      day(0, subscribe('ada', { plan: 'pro' })),
      day(20, updateMethod('ada', 'card without funds')),
      day(33, markPaid('ada', minor(500))),
      day(35, markPaid('ada', minor(1_499))),
      day(40, updateMethod('ada', 'card')),
      day(0, subscribe('bob', { plan: 'pro' })),
      day(20, updateMethod('bob', 'card without funds')),
      day(33, markPaid('bob', minor(1_980))),
      day(40, updateMethod('bob', 'card')),
      day(0, subscribe('cleo', { plan: 'pro' })),
      day(20, updateMethod('cleo', 'card without funds')),
      day(33, markPaid('cleo', minor(3_000))),
      day(40, updateMethod('cleo', 'card')),
      day(0, subscribe('dan', { plan: 'pro' })),
      day(20, updateMethod('dan', 'card without funds')),
      day(33, markPaid('dan', minor(700))),
      day(34, voidInvoice('dan')),
      day(0, subscribe('eve', { plan: 'pro' })),
      day(20, updateMethod('eve', 'card without funds')),
      day(50, updateMethod('eve', 'card')),
      day(51, payDebt('eve', minor(600))),
      day(55, payDebt('eve')),
    ],
  },
)
