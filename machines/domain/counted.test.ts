import { expect, it } from 'vitest'
import { counted, grouped } from './counted.ts'

it.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [1_234_567, '1,234,567'],
])('%i is %s', (count, text) => expect(grouped(count)).toBe(text))
it('counts one without an s', () => expect([counted(1, 'run'), counted(2, 'run')]).toEqual(['1 run', '2 runs']))
