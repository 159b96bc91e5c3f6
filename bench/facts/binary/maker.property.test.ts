import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factKinds } from '#machines'
import { factOf } from '../facts.fixture.ts'
import { factText } from '../line.ts'
import { dayWords, templateOf } from '../template.ts'
import { makerOf } from './maker.ts'
import { Bytes, Cursor } from './varints.ts'

const made = (text: string, who: string, at: number): unknown => {
  const values: number[] = []
  const make = makerOf(templateOf(text, who, at, values))
  const bytes = new Bytes(64)
  for (const value of values) bytes.whole(value)
  const cursor = new Cursor(bytes.written)
  const fact = make?.(who, at, cursor, dayWords)
  if (make !== undefined) expect(cursor.isAtEnd).toBe(true)
  return fact
}

it.each(factKinds)('a %s is made as its text says, name by name', (kind) =>
  fc.assert(
    fc.property(factOf(kind), (fact) => {
      const text = factText(fact)
      const again = made(text, fact.who, fact.at)
      // Templates whose own texts look like holes are parsed each time.
      if (again === undefined) expect(text).toContain('\\u00')
      else expect(JSON.stringify(again)).toBe(text)
    }),
    { numRuns: 100 },
  ),
)

it('makes numbers below nothing, texts with quotes in them and lists', () => {
  const text = '{"who":"ada","at":5,"amount":-300,"none":0,"says":"\\"ada\\" 7 \\\\","list":[1,-2,"x 3",{"deep":4}]}'
  expect(JSON.stringify(made(text, 'ada', 5))).toBe(text)
})

it('what has no hole in it is the same in all that it makes', () => {
  const template = '{"a":{"b":"c"},"d":\u0005}'
  const make = makerOf(template)!
  const cursor = new Cursor(new Uint8Array([1, 2]))
  const [first, second] = [make('ada', 0, cursor, dayWords), make('ada', 0, cursor, dayWords)] as unknown as { a: object; d: number }[]
  expect([first!.d, second!.d]).toEqual([1, 2])
  expect(first!.a).toBe(second!.a)
})

it('a hole beside a digit is no number', () => {
  expect(() => makerOf('{"a":1\u0005}')).toThrow(/beside a number/)
  expect(() => makerOf('{"a":\u00051}')).toThrow(/beside a number/)
})
