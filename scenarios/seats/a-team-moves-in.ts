import { days, hours, utc } from '#machines'
import type { Command } from '#machines'
import { at, changeQuantity, day, scenario, subscribe } from '../scenario.ts'

const seat = (who: string, does: 'assign seat' | 'unassign seat', name: string) => ({
  who,
  command: { do: does, seat: name } as const satisfies Command,
})

/**
 * Ada pays for two seats, and three people want one; the third gets it once it is paid. Then two leave, and the team is made smaller.
 * Bob would pay for one, with two people at work: that is refused until one of them gives the seat back.
 */
export const aTeamMovesIn = scenario(
  'seats/a-team-moves-in',
  'more people than seats, and fewer seats than people: nobody works on a seat that is not paid for',
  {
    starts: utc('2024-03-04T09:00:00Z'),
    lasts: days(50),
    needs: ['assign seat', 'unassign seat'],
    story: [
      day(0, subscribe('ada', { plan: 'basic', quantity: 2 })),
      day(1, seat('ada', 'assign seat', 'fay')),
      day(1, seat('ada', 'assign seat', 'gil')),
      day(2, seat('ada', 'assign seat', 'hal')),
      day(3, changeQuantity('ada', 3)),
      at(hours(74), seat('ada', 'assign seat', 'hal')),
      day(10, seat('ada', 'unassign seat', 'fay')),
      day(10, seat('ada', 'unassign seat', 'gil')),
      day(11, changeQuantity('ada', 1)),
      day(0, subscribe('bob', { plan: 'pro', quantity: 2 })),
      day(1, seat('bob', 'assign seat', 'ivy')),
      day(1, seat('bob', 'assign seat', 'joe')),
      day(5, changeQuantity('bob', 1)),
    ],
  },
)
