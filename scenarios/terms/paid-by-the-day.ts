import { days, utc } from '#machines'
import { day, markPaid, onTerms, payDebt, scenario, updateMethod } from '../scenario.ts'

/**
 * Four customers who are sent invoices, to be paid within two weeks. One pays in time; one after a reminder, and has a card that
 * nobody may charge for it; one never does; one does so by card, when it was given up long since.
 */
export const paidByTheDay = scenario(
  'terms/paid-by-the-day',
  'invoices that are sent and paid in time, after a reminder, never, and by card once they were given up; a card on file is left alone',
  {
    starts: utc('2024-03-15T10:00:00Z'),
    lasts: days(60),
    needs: ['mark paid', 'pay debt'],
    story: [
      day(0, onTerms('ada', { plan: 'pro', terms: days(14) })),
      day(9, markPaid('ada')),
      day(40, markPaid('ada')),
      day(0, onTerms('bob', { plan: 'team', terms: days(14), method: 'card' })),
      day(20, markPaid('bob')),
      day(0, onTerms('cleo', { plan: 'basic', terms: days(14), method: 'card' })),
      day(0, onTerms('dan', { plan: 'basic', terms: days(0) })),
      day(30, updateMethod('dan', 'card')),
      day(31, payDebt('dan')),
    ],
  },
)
