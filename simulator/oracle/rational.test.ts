import { expect, test } from 'vitest'
import { plus, rational, rounded, zero } from './rational.ts'

test('thirds make a whole', () => {
  const third = rational(1, 3)
  expect(rounded(plus(plus(third, third), plus(third, zero)))).toBe(1)
})

test('a half goes up, also below zero', () => {
  expect([rational(1, 2), rational(3, 2), rational(-1, 2), rational(-3, 2), rational(-5, 3)].map((each) => rounded(each))).toEqual([
    1, 2, 0, -1, -2,
  ])
})

test('what is charged in tens is rounded once, to tens', () => {
  expect([rational(147, 10), rational(15, 1), rational(149, 10), rational(-15, 1)].map((each) => rounded(each, 10))).toEqual([
    10, 20, 10, -10,
  ])
})

test('nothing stands over zero', () => {
  expect(() => rational(1, 0)).toThrow(RangeError)
})
