import { expect, it } from 'vitest'
import { endOf } from './end-of.fixture.ts'

const story = 'signups/two-clicks-one-subscription'

it('whoever clicks twice, or finds a second button, has one subscription and is one customer', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  expect(view.subscriptions!.map(({ id, plan, status }) => `${id}, ${plan} ${status}`).toSorted()).toEqual([
    'ada/sub 1, pro active',
    'bob/sub 1, basic active',
    'cleo/sub 1, basic active',
  ])
  const customers = view.customers!.map(({ who, provider }) => `${who} is ${provider}`)
  expect(customers.toSorted()).toEqual(['ada is cus_ada_1', 'bob is cus_bob_1', 'cleo is cus_cleo_1'])
})

it.each([
  ['mutant:locks-after-asking', 'BS032 twice'],
  ['mutant:two-sign-up-paths', 'BS032 twice'],
  ['mutant:makes-the-customer-again', 'BS011 created twice'],
])('%s is caught in it', async (system, broken) => expect((await endOf(system, story)).broken).toContain(broken))
