import { expect, it } from 'vitest'
import { endOf } from './end-of.fixture.ts'

const story = 'stores/a-pause-between-two-writes'

it('what is stored says of everybody what their facts say, whoever pauses or dies between two writes', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  expect(view.standing!.map(({ who, status, received }) => `${who} ${status}, ${received}`)).toEqual([
    'ada active, 1999',
    'bob active, 999',
  ])
})

it('whoever writes store by store leaves two that disagree', async () =>
  expect((await endOf('mutant:stores-one-by-one', story)).broken).toContain('BS052 status'))
