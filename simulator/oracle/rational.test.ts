import { expect, test } from 'vitest'
import { plus, rational, rounded, zero } from './rational.ts'

test('thirds make a whole', () => {
  const third = rational(1, 3)
  expect(rounded(plus(plus(third, third), plus(third, zero)))).toBe(1)
})

test('a half goes up, also below zero', () => {
  expect([rational(1, 2), rational(3, 2), rational(-1, 2), rational(-3, 2), rational(-5, 3)].map(rounded)).toEqual([1, 2, 0, -1, -2])
})

test('nothing stands over zero', () => {
  expect(() => rational(1, 0)).toThrow(RangeError)
})
