import { expect, it } from 'vitest'
import { endOf } from './end-of.fixture.ts'

const story = 'seats/a-team-moves-in'

it('whoever has a seat has one that is paid for', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  expect(view.subscriptions!.map(({ who, quantity, seats }) => `${who} pays for ${quantity}: ${seats!.join(', ')}`).toSorted()).toEqual([
    'ada pays for 1: hal',
    'bob pays for 2: ivy, joe',
  ])
})

it('seats that outlive the quantity are caught in it', async () =>
  expect((await endOf('mutant:seats-outlive-the-quantity', story)).broken).toContain('BS034 too many'))
