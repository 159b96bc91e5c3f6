import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const renewal = 'renewal 2024-02-29'

/** Cards that somebody takes off at the provider's dashboard: 1,999 a month on pro. */
export const takenOffLives: readonly LifeCase[] = [
  {
    source: 'matrix 12 Fh: nothing to charge to is refused for good, and nobody asks the provider',
    name: 'a renewal whose card was taken off asks the customer for another one',
    commands: [['2024-01-31', pro]],
    detaches: [['2024-02-10', 1]],
    until: '2024-03-03',
    ends: {
      status: 'past due',
      access: 'grace until 2024-03-14',
      cash: 1_999,
      receivable: 1_999,
      attempts: 1,
      notices: ['receipt', 'failure'],
    },
  },
  {
    source: 'matrix 19 S: a new method is tried at once',
    name: 'the card that is brought instead pays the renewal',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-02', { do: 'update method', method: 'card' }],
    ],
    detaches: [['2024-02-10', 1]],
    until: '2024-03-03',
    ends: { status: 'active', access: 'paid until 2024-03-31', cash: 2 * 1_999, receivable: 0, attempts: 2 },
  },
  {
    source: 'matrix 19 S: what is in use no more is good to know',
    name: 'a card that its customer has replaced already may go',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', { do: 'update method', method: 'card' }],
    ],
    detaches: [['2024-02-10', 1]],
    until: '2024-03-03',
    ends: { status: 'active', cash: 2 * 1_999, attempts: 2 },
  },
  {
    source: 'who takes the card off that is charged asks for no other one to be charged',
    name: 'an older card is not charged in place of one that was taken off',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', { do: 'update method', method: 'card' }],
    ],
    detaches: [['2024-02-10', 2]],
    until: '2024-03-03',
    ends: { status: 'past due', cash: 1_999, attempts: 1, notices: ['receipt', 'confirmation', 'failure'] },
  },
  {
    source: 'matrix 13 Fh',
    name: 'a renewal that was to be tried again waits for another card once its own was taken off',
    commands: [['2024-01-31', pro]],
    outcomes: { [renewal]: ['soft'] },
    detaches: [['2024-03-01', 1]],
    until: '2024-03-08',
    ends: { status: 'unpaid', access: 'none', cash: 1_999, attempts: 2, notices: ['receipt', 'failure', 'failure'] },
  },
  {
    source: 'matrix 6 Fh: unpaid, it leaves everything as it was',
    name: 'an upgrade with nothing to charge it to comes to nothing',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-12', { do: 'change plan', plan: 'team' }],
    ],
    detaches: [['2024-02-10', 1]],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', cash: 1_999, attempts: 1, invoices: { signup: ['paid', 1_999], 'upgrade 1': ['void', 1_700] } },
  },
  {
    source: 'section 6: what was sent before has an outcome of its own',
    name: 'a payment that was on its way when the card was taken off counts as it comes out',
    commands: [['2024-01-31', pro]],
    outcomes: { [renewal]: ['unknown, paid'] },
    detaches: [['2024-02-29T01:00:30Z', 1]],
    until: '2024-03-03',
    ends: { status: 'active', cash: 2 * 1_999, attempts: 2 },
  },
  {
    source: 'section 6: what never arrived cannot be sent again',
    name: 'a payment that never arrived is refused for good when the card was taken off meanwhile',
    commands: [['2024-01-31', pro]],
    outcomes: { [renewal]: ['unknown, lost'] },
    detaches: [['2024-02-29T01:00:30Z', 1]],
    until: '2024-03-03',
    ends: { status: 'past due', cash: 1_999, attempts: 2, notices: ['receipt', 'failure'] },
  },
]
