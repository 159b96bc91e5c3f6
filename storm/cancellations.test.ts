import { expect, it } from 'vitest'
import type { View } from '#machines'
import { isoDate } from '#machines'
import { endOf } from './end-of.fixture.ts'

const story = 'cancellations/leaving-ends-it-all'
const kept = ({ ledger = [] }: View, who: string): number =>
  ledger.filter((row) => row.who === who && row.account === 'cash').reduce((sum, { amount }) => sum + amount, 0)
const told = ({ notices = [] }: View, who: string): readonly string[] =>
  notices.filter((row) => row.who === who).map(({ kind, at }) => `${kind}, ${isoDate(at)}`)

it('whoever leaves is charged no more, told once, and gets back what was on its way', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  expect(view.subscriptions!.map(({ who, status }) => `${who} ${status}`).toSorted()).toEqual([
    'ada canceled',
    'bob canceled',
    'cleo canceled',
    'dan canceled',
  ])
  expect(['ada', 'bob', 'cleo', 'dan'].map((who) => kept(view, who))).toEqual([1_999, 0, 4_900, 999])
  expect(told(view, 'dan')).toEqual(['receipt, 2024-06-03', 'confirmation, 2024-06-08'])
  expect(told(view, 'ada').at(-1)).toBe('confirmation, 2024-07-04')
})

it.each([
  ['mutant:dunning-goes-on', 'BS033 charged'],
  ['mutant:two-cancel-owners', 'BS109 again'],
])('%s is caught in it', async (system, broken) => expect((await endOf(system, story)).broken).toContain(broken))
