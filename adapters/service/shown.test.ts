import { expect, it } from 'vitest'
import { viewOf } from './shown.ts'

const row = { id: 'sub 1', who: 'ada', status: 'active', plan: 'basic' } as const

it('a subscription without a quantity counts as one of it, and says that nobody counts', () => {
  expect(viewOf({ subscriptions: [row, { ...row, quantity: 3 }] }).subscriptions).toEqual([
    { ...row, provider: undefined, quantity: 1, isUncounted: true },
    { ...row, provider: undefined, quantity: 3 },
  ])
})

it('what a service has no section for is not there', () => expect(viewOf({})).toEqual({}))
