import { days, utc } from '#machines'
import { day, scenario, subscribe } from '../scenario.ts'

/**
 * The mail refuses Ada's receipt: the template misses a comma. Word to people is tried ten times in three hours. The operator
 * clicks on replay at once, has mended nothing, and is told a second time; a day later the template is right, and Ada has one
 * receipt.
 */
export const refusedReceipt = scenario(
  'dead-letters/refused-receipt',
  'a receipt that the mail refuses dies after 10 tries, is replayed too early and dies again, and is sent once when mended',
  {
    starts: utc('2024-02-28T18:30:00Z'),
    lasts: days(40),
    needs: ['replay'],
    story: [day(0, subscribe('ada', { plan: 'team' }))],
    happens: { 'ada/sub 1/signup/attempt 1 receipt/poison job': '1 day, and a click too early' },
  },
)
