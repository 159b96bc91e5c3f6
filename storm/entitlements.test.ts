import { expect, it } from 'vitest'
import type { View } from '#machines'
import { endOf } from './end-of.fixture.ts'

const story = 'entitlements/access-follows-the-money'
const standing = ({ subscriptions = [], access = [] }: View): readonly string[] =>
  subscriptions
    .map(({ who, status }) => {
      const row = access.find((each) => each.who === who)
      return `${who} ${status}, ${row === undefined ? 'uses nothing' : `uses ${row.plan}, ${row.because}`}`
    })
    .toSorted()

it('who paid, at once or late, may use it, and who never did may not', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  expect(standing(view)).toEqual([
    'ada active, uses basic, paid',
    'bob active, uses pro, paid',
    'cleo canceled, uses nothing',
    'dan canceled, uses nothing',
  ])
})

it('whoever is given up uses nothing, and whoever signs up does', async () => {
  expect((await endOf('oracle:entitlement', story)).broken).toContain('BS026 paid')
  expect((await endOf('mutant:paid-but-locked-out', story)).broken).toContain('BS027 denied')
})
