import { expect, it } from 'vitest'
import type { View } from '#machines'
import { isoDate } from '#machines'
import { endOf } from './end-of.fixture.ts'

const story = 'debts/old-debts-stay-old'

const ended = ({ subscriptions = [], invoices = [], access = [] }: View): readonly string[] => [
  ...subscriptions.map(({ id, status, periodEnd }) => `${id} ${status}, ${isoDate(periodEnd!)}`),
  ...invoices.filter(({ id }) => id.endsWith('/renewal 2024-04-15')).map(({ id, status }) => `${id.replace(/\/.*/, '')} ${status}`),
  ...access.map(({ who, plan, because }) => `${who} uses ${plan}, ${because}`),
]
const balance = ({ ledger = [] }: View, account: string): number =>
  ledger.filter((row) => row.account === account).reduce((sum, row) => sum + row.amount, 0)

it('pays old debts and nothing else, and believes what operators say came by the bank', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  expect(ended(view)).toEqual([
    'ada/sub 1 canceled, 2024-05-15',
    'bob/sub 1 canceled, 2024-05-15',
    'bob/sub 2 active, 2024-06-04',
    'cleo/sub 1 canceled, 2024-05-15',
    'dan/sub 1 canceled, 2024-05-15',
    'eve/sub 1 active, 2024-06-15',
    'ada paid',
    'bob paid',
    'cleo void',
    'dan uncollectible',
    'eve paid',
    'bob uses basic, paid',
    'eve uses basic, paid',
  ])
  expect(balance(view, 'bank')).toBe(999)
  expect(balance(view, 'receivable')).toBe(0)
})

it.each([
  ['mutant:debt-revives', 'BS061 revived'],
  ['mutant:debt-moves-period', 'BS061 period'],
  ['mutant:written-off-is-money', 'BS101 out of band'],
])('%s is caught in it', async (system, broken) => expect((await endOf(system, story)).broken).toContain(broken))
