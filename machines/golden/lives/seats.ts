import type { LifeCase } from './life-case.ts'

const team = { do: 'subscribe', plan: 'pro', quantity: 2, method: 'card' } as const
const assign = (seat: string) => ({ do: 'assign seat', seat }) as const
const unassign = (seat: string) => ({ do: 'unassign seat', seat }) as const
const quantity = (to: number) => ({ do: 'change quantity', quantity: to }) as const

/** Seats against what is paid for: 1,999 a month for each. */
export const seatLives: readonly LifeCase[] = [
  {
    source: 'matrix section 6: seat assignment against quantity',
    name: 'as many seats are assigned as are paid for, and one for each name',
    commands: [
      ['2024-01-31', team],
      ['2024-02-01', assign('fay')],
      ['2024-02-02', assign('fay')],
      ['2024-02-03', assign('gil')],
      ['2024-02-04', assign('hal')],
    ],
    until: '2024-02-05',
    ends: {
      status: 'active',
      quantity: 2,
      seats: ['fay', 'gil'],
      cash: 3_998,
      refusals: ['fay has a seat already', 'every seat that is paid for is taken; raise the quantity first'],
    },
  },
  {
    source: 'matrix section 6: seat assignment against quantity; section 5, rule 1: paid first',
    name: 'a quantity that is not paid yet has no seats, and once it is paid it has',
    outcomes: { 'quantity 1': ['soft', 'paid'] },
    commands: [
      ['2024-01-31', { ...team, quantity: 1 }],
      ['2024-02-01', assign('fay')],
      ['2024-02-02', quantity(2)],
      ['2024-02-02T06:00:00Z', assign('gil')],
      ['2024-02-04', quantity(2)],
      ['2024-02-05', assign('gil')],
    ],
    until: '2024-02-06',
    ends: {
      status: 'active',
      quantity: 2,
      seats: ['fay', 'gil'],
      refusals: ['every seat that is paid for is taken; raise the quantity first'],
    },
  },
  {
    source: 'matrix section 6: seat assignment against quantity',
    name: 'a quantity below the seats that are assigned is refused, also for the period’s end',
    commands: [
      ['2024-01-31', team],
      ['2024-02-01', assign('fay')],
      ['2024-02-01', assign('gil')],
      ['2024-02-02', quantity(1)],
      ['2024-02-03', unassign('gil')],
      ['2024-02-03', unassign('gil')],
      ['2024-02-04', quantity(1)],
      ['2024-02-05', assign('hal')],
    ],
    until: '2024-03-01',
    ends: {
      status: 'active',
      quantity: 1,
      seats: ['fay'],
      cash: 3_998 + 1_999,
      refusals: [
        'more seats are assigned than that; take some back first',
        'gil has no seat',
        'every seat that is paid for is taken; raise the quantity first',
      ],
    },
  },
  {
    source: 'matrix section 4, row 14: a new subscription; section 6: seats',
    name: 'who comes back assigns seats anew',
    commands: [
      ['2024-01-31', team],
      ['2024-02-01', assign('fay')],
      ['2024-02-02', { do: 'cancel', when: 'now' }],
      ['2024-02-03', assign('gil')],
      ['2024-02-04', team],
    ],
    until: '2024-02-05',
    ends: { status: 'active', seats: [], refusals: ['the subscription has ended'] },
  },
  {
    source: 'matrix 7 X: back to the old quantity; section 6: seats',
    name: 'a seat whose payment is lost to its bank is nobody’s, and who came last has none',
    commands: [
      ['2024-01-31', { ...team, quantity: 1 }],
      ['2024-02-02', quantity(2)],
      ['2024-02-03', assign('fay')],
      ['2024-02-03', assign('gil')],
    ],
    banks: [['2024-02-15', 'quantity 1', 'lost']],
    until: '2024-02-16',
    ends: { status: 'active', quantity: 1, seats: ['fay'], refusals: [] },
  },
  {
    source: 'matrix 24: won, restore exactly prior; section 6: seats',
    name: 'who lost a seat to a bank that changes its mind has it again',
    commands: [
      ['2024-01-31', { ...team, quantity: 1 }],
      ['2024-02-02', quantity(2)],
      ['2024-02-03', assign('fay')],
      ['2024-02-03', assign('gil')],
    ],
    banks: [
      ['2024-02-15', 'quantity 1', 'lost'],
      ['2024-02-16', 'quantity 1', 'won'],
    ],
    until: '2024-02-17',
    ends: { status: 'active', quantity: 2, seats: ['fay', 'gil'], refusals: [] },
  },
]
