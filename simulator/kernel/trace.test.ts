import { expect, test } from 'vitest'
import { utc } from '#machines'
import { named } from './name.ts'
import { digestOf, digestOfWrites, RunSet, Trace } from './trace.ts'

test('a digest sees every member and not their order', () => {
  expect(digestOf({ a: 1, b: 'x' })).toBe(digestOf({ b: 'x', a: 1 }))
  expect(digestOf({ a: 1, b: 'x' })).not.toBe(digestOf({ a: 1, b: 'y' }))
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]))
  expect(digestOf({ a: undefined })).toBe(digestOf({}))
  expect(digestOf({ amount: -1 })).not.toBe(digestOf({ amount: 1 }))
})

test('two members that trade values change the digest', () => {
  expect(digestOf({ paid: 1999, due: 0 })).not.toBe(digestOf({ paid: 0, due: 1999 }))
})

const traced = (subject: string, keep: boolean) => {
  const trace = new Trace(keep)
  trace.add('call', utc('2024-01-31'), named('ada'), subject, 0, 'ada', 7, 0, 'words')
  return trace
}

test('keeping the records changes no digest, nor do words for people', () => {
  expect(traced('in_1', true).digest).toBe(traced('in_1', false).digest)
  expect(traced('in_1', true).digest).not.toBe(traced('in_2', true).digest)
  expect(traced('in_1', true).records).toHaveLength(1)
})

test('a set of runs has one digest, however it was split and ordered', () => {
  const a = ['00000001aaaaaaaa', '00000002bbbbbbbb'] as const
  const forth = new RunSet()
  forth.add(1, a[0], a[1])
  forth.add(2, a[1], a[0])
  const left = new RunSet()
  left.add(2, a[1], a[0])
  const right = new RunSet()
  right.add(1, a[0], a[1])
  right.merge(left.digest, left.count)
  expect([right.digest, right.count]).toEqual([forth.digest, 2])
  const other = new RunSet()
  other.add(1, a[0], a[0])
  expect(other.digest).not.toBe(right.digest)
})

test('a digest of writes sees place, row and order', () => {
  const write = { table: 'facts', owner: 'ada', key: 'a', row: { paid: 1 } } as const
  const others = [
    [{ ...write, table: 'outbox' }],
    [{ ...write, owner: 'bob' }],
    [{ ...write, key: 'b' }],
    [{ ...write, row: { paid: 2 } }],
    [{ ...write, row: undefined }],
    [write, { ...write, key: 'b' }],
    [{ ...write, key: 'b' }, write],
    [],
  ]
  const digests = [[write], ...others].map(digestOfWrites)
  expect(new Set(digests).size).toBe(digests.length)
})
