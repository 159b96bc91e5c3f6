import { days, utc } from '#machines'
import { day, markPaid, payDebt, scenario, subscribe, updateMethod, voidInvoice, writeOff } from '../scenario.ts'

/**
 * Five customers whose second month is not paid by card. Two are given up and pay after all, one of them having come back since;
 * of the others an operator takes the invoice back, writes it off, or hears that it was paid at the bank.
 */
export const oldDebtsStayOld = scenario(
  'debts/old-debts-stay-old',
  'given up and paid late, with and without coming back; taken back, written off, paid at the bank: five ways of a renewal that no card pays',
  {
    starts: utc('2024-03-15T10:00:00Z'),
    lasts: days(75),
    needs: ['pay debt', 'void invoice', 'write off', 'mark paid'],
    story: [
      day(0, subscribe('ada', { plan: 'pro' })),
      day(20, updateMethod('ada', 'card without funds')),
      day(50, updateMethod('ada', 'card')),
      day(51, payDebt('ada')),
      day(0, subscribe('bob', { plan: 'team' })),
      day(20, updateMethod('bob', 'card expired')),
      day(50, subscribe('bob', { plan: 'basic' })),
      day(55, payDebt('bob')),
      day(0, subscribe('cleo', { plan: 'basic' })),
      day(20, updateMethod('cleo', 'card without funds')),
      day(33, voidInvoice('cleo')),
      day(0, subscribe('dan', { plan: 'basic' })),
      day(20, updateMethod('dan', 'card without funds')),
      day(33, writeOff('dan')),
      day(0, subscribe('eve', { plan: 'basic' })),
      day(20, updateMethod('eve', 'card without funds')),
      day(33, markPaid('eve')),
      day(40, updateMethod('eve', 'card')),
    ],
  },
)
