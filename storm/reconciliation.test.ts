import { expect, it } from 'vitest'
import type { View } from '#machines'
import { endOf } from './end-of.fixture.ts'

const story = 'reconciliation/nobody-tells-us'
const labels = ({ history }: View): readonly string[] =>
  (history ?? []).map(({ who, invoice, label }) => `${who}: ${invoice.replace(/^.*\//, '').replace(/ \d{4}.*/, '')} ${label}`)

it('what got lost on the way back is found by asking, with no person near', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  expect(labels(view)).toEqual([
    'ada: signup paid',
    'ada: renewal paid',
    'bob: signup refunded',
    'bob: renewal paid',
    'cleo: signup paid',
    'cleo: renewal open',
  ])
  expect(view.attempts!.map(({ status }) => status)).not.toContain('unknown')
  // Cleo's money came in, was found before her offer expired, and is hers.
  const cleos = view.ledger!.filter(({ who, account }) => who === 'cleo' && account === 'cash').map(({ amount }) => amount)
  expect(cleos).toEqual([4_900])
})

it('whoever never asks never knows', async () => expect((await endOf('mutant:never-asks', story)).broken).toContain('BS056 unknown'))
