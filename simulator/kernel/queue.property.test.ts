import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from '#machines'
import { ReadyQueue } from './queue.ts'

test('what goes first comes before all of its instant, the latest of those first', () => {
  const entry = fc.record({ at: fc.integer({ min: 0, max: 5 }), isFirst: fc.boolean() })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
      const queue = new ReadyQueue<number>()
      for (const [arrival, { at, isFirst }] of entries.entries())
        if (isFirst) queue.addFirst(at as Instant, arrival)
        else queue.add(at as Instant, arrival)
      const out: number[] = []
      for (let next = queue.take(); next !== undefined; next = queue.take()) out.push(next.item)
      const rank = (arrival: number): number => (entries[arrival]!.isFirst ? -1 - arrival : arrival)
      expect(out).toEqual([...entries.keys()].sort((a, b) => entries[a]!.at - entries[b]!.at || rank(a) - rank(b)))
    }),
  )
})

test('what waits comes out by instant, then by arrival', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }), (instants) => {
      const queue = new ReadyQueue<number>()
      for (const [arrival, at] of instants.entries()) queue.add(at as Instant, arrival)
      const out: number[] = []
      for (let next = queue.take(); next !== undefined; next = queue.take()) out.push(next.item)
      const expected = instants.map((at, arrival) => ({ at, arrival })).sort((a, b) => a.at - b.at || a.arrival - b.arrival)
      expect(out).toEqual(expected.map((each) => each.arrival))
    }),
  )
})
