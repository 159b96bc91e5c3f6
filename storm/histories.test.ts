import { expect, it } from 'vitest'
import type { View } from '#machines'
import { endOf } from './end-of.fixture.ts'

const story = 'histories/resolved-is-not-paid'
const labels = ({ history }: View): readonly string[] =>
  (history ?? []).map(({ invoice, label }) => `${invoice.replace(/ \d{4}.*/, '')} ${label}`)

it('tells of each of five customers what became of their invoices', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  expect(labels(view)).toEqual([
    'ada/sub 1/signup paid',
    'ada/sub 1/renewal paid',
    'bob/sub 1/signup partly refunded',
    'bob/sub 1/renewal paid',
    'cleo/sub 1/signup paid',
    'cleo/sub 1/upgrade 1 voided',
    'cleo/sub 1/renewal paid',
    'dan/sub 1/signup paid',
    'dan/sub 1/renewal voided',
    'eve/sub 1/signup paid',
    'eve/sub 1/renewal written off',
  ])
})

it.each([
  ['mutant:voided-is-paid', ['BS051 voided shown as paid', 'BS051 voided shown as paid']],
  ['mutant:written-off-is-paid', ['BS051 written off shown as paid']],
  ['mutant:history-from-status', ['BS051 partly refunded shown as paid']],
])('%s tells it wrong', async (system, broken) => expect((await endOf(system, story)).broken).toEqual(broken))
