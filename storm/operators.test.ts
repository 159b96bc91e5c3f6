import { expect, it } from 'vitest'
import { endOf } from './end-of.fixture.ts'

const story = 'operators/a-hand-in-the-copy'

it('an operator sees what differs, puts it right once and is on record; what nobody calls about is found by itself', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  const told = (view.audit ?? []).map(({ who, by, did, delta }) => [
    who,
    by,
    did,
    ...delta.map(({ field, stored, facts }) => [field, stored, facts]),
  ])
  expect(told).toEqual([
    ['ada', 'olga', 'looked', ['status', 'not active', 'active']],
    ['ada', 'olga', 'repaired', ['status', 'not active', 'active']],
    ['ada', 'olga', 'repaired'],
    ['bob', 'reconcile', 'repaired', ['received', 0, 999]],
    ['bob', 'olga', 'looked'],
  ])
  expect(view.standing).toMatchObject([
    { who: 'ada', status: 'active', received: 1_999 },
    { who: 'bob', status: 'active', received: 999 },
  ])
})

it.each([
  ['mutant:recompute-adds', 'BS054 received'],
  ['mutant:repairs-in-silence', 'BS053 missing'],
  ['mutant:trusts-the-hand', 'BS054 status'],
])('%s is seen in it', async (system, broken) => expect((await endOf(system, story)).broken).toContain(broken))
