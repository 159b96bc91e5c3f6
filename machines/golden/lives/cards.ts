import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const renewal = 'renewal 2024-02-29'

/** Cards that the network replaces, with nobody asked. */
export const cardLives: readonly LifeCase[] = [
  {
    source: 'section 6, card updated by the network: charged again, with the whole budget',
    name: 'a renewal that was refused for good is tried with the card that the network brings',
    commands: [['2024-01-31', pro]],
    outcomes: { [renewal]: ['hard'] },
    cards: [['2024-03-02', 1, '12/2029']],
    until: '2024-03-03',
    ends: { status: 'active', access: 'paid until 2024-03-31', cash: 2 * 1_999, attempts: 3, notices: ['receipt', 'failure', 'receipt'] },
  },
  {
    source: 'section 6: what is in use no more is good to know',
    name: 'a card that its customer has replaced already is charged for nothing',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', { do: 'update method', method: 'card' }],
    ],
    outcomes: { [renewal]: ['hard', 'hard'] },
    cards: [['2024-03-02', 1, '12/2029']],
    until: '2024-03-03',
    ends: { status: 'unpaid', cash: 1_999, attempts: 3 },
  },
  {
    source: 'matrix 18 Fh: never again with that card, and this is another one',
    name: 'a debt that the bank refused for good is paid with the card that the network brings',
    commands: [
      ['2024-01-31', pro],
      ['2024-04-02', { do: 'pay debt' }],
      ['2024-04-04', { do: 'pay debt' }],
    ],
    outcomes: { [renewal]: ['hard', 'paid'] },
    cards: [['2024-04-03', 1, '12/2029']],
    until: '2024-04-05',
    ends: {
      status: 'canceled',
      cash: 2 * 1_999,
      refusals: ['the bank said never to try this card again; bring another one first'],
    },
  },
  {
    source: 'matrix 18 Fh: never again with that card, whenever the network brought it',
    name: 'a card that was refused for good after the network had brought it pays no debt',
    commands: [
      ['2024-01-31', pro],
      ['2024-04-02', { do: 'pay debt' }],
    ],
    outcomes: { [renewal]: ['hard', 'hard'] },
    cards: [['2024-03-02', 1, '12/2029']],
    until: '2024-04-05',
    ends: {
      status: 'canceled',
      cash: 1_999,
      attempts: 3,
      refusals: ['the bank said never to try this card again; bring another one first'],
    },
  },
]
