import { expect, test } from 'vitest'
import { clausesOf, sceneOf } from '../scene-of.fixture.ts'
import { oneProviderCustomer } from './one-provider-customer.ts'

test('one customer for one user is fine', () => {
  expect(clausesOf(oneProviderCustomer, sceneOf())).toEqual([])
  const customers = ['ada', 'bob'].map((owner) => ({ id: `cus_${owner}_1`, owner }))
  expect(clausesOf(oneProviderCustomer, sceneOf({ at: 'end', truth: { customers } }))).toEqual([])
})

test.each([
  [
    'twice',
    [
      { who: 'ada', provider: 'cus_ada_1' },
      { who: 'ada', provider: 'cus_ada_2' },
    ],
  ],
  [
    'shared',
    [
      { who: 'ada', provider: 'cus_ada_1' },
      { who: 'bob', provider: 'cus_ada_1' },
    ],
  ],
] as const)('a customer that stands there %s is told', (clause, customers) => {
  expect(clausesOf(oneProviderCustomer, sceneOf({ view: { customers } }))).toEqual([clause])
})

test('a signup repeated after a crash that creates the customer again is told', () => {
  const customers = ['cus_ada_1', 'cus_ada_2'].map((id) => ({ id, owner: 'ada' }))
  expect(clausesOf(oneProviderCustomer, sceneOf({ at: 'end', truth: { customers } }))).toEqual(['created twice'])
})
