import fc from 'fast-check'
import { expect, it } from 'vitest'
import { emptyTally, joined, type Tally, tallyOf } from './tally.ts'
import { type Task, tasksOf } from './task.ts'
import { toyArena, wrongWhenTwice } from './toy.fixture.ts'

const arena = toyArena((record) => [...wrongWhenTwice(record), ...(record.size > 2 ? [{ code: 'BS002', clause: 'many' }] : [])])
const tallyFor = (task: Task): Tally => {
  const drawing = arena.draw(task)
  return tallyOf(task, drawing, arena.run(drawing) as never)
}
const tallies = [...tasksOf({ first: 1, count: 40 }, arena.ground)].map(tallyFor)
const plain = (tally: Tally): unknown => ({
  ...tally,
  faults: Object.fromEntries(tally.faults),
  applied: Object.fromEntries(tally.applied),
  places: Object.fromEntries(tally.places),
  deliveries: Object.fromEntries(tally.deliveries),
  classes: Object.fromEntries(tally.classes),
})
const whole = tallies.reduce(joined, emptyTally)

it('tallies joined in any order and grouping are the same', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(tallies, { minLength: tallies.length }),
      fc.integer({ min: 0, max: tallies.length }),
      (shuffled, cut) => {
        const left = shuffled.slice(0, cut).reduce(joined, emptyTally)
        const right = shuffled.slice(cut).reduceRight(joined, emptyTally)
        expect(plain(joined(left, right))).toEqual(plain(whole))
      },
    ),
    { numRuns: 50 },
  )
})

it('shards of any number make up the whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), (of) => {
      const parts = Array.from({ length: of }, (_, index) =>
        [...tasksOf({ first: 1, count: 40 }, arena.ground, { part: index + 1, of })].map(tallyFor).reduce(joined, emptyTally),
      )
      expect(plain(parts.reduce(joined, emptyTally))).toEqual(plain(whole))
    }),
  )
})

it('another set of seeds has another digest', () =>
  expect([...tasksOf({ first: 2, count: 40 }, arena.ground)].map(tallyFor).reduce(joined, emptyTally).digest).not.toBe(whole.digest))
