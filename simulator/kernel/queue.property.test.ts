import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from '#machines'
import { ReadyQueue } from './queue.ts'

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
