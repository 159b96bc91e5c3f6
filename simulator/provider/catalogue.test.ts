import { expect, it } from 'vitest'
import { bench } from './card-twin.fixture.ts'
import { priceIdOf } from './catalogue.ts'

it('tells the price of a plan before there is a twin', () => {
  const plans = ['basic', 'pro', 'yearly', 'weekly', 'free'].map((key) => ({ key }))
  const { twin } = bench()
  for (const { key } of plans) expect(priceIdOf(plans, key)).toBe(twin.priceOf(key))
  expect(priceIdOf(plans, 'team')).toBeUndefined()
})
