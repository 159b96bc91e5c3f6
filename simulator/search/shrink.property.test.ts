import fc from 'fast-check'
import { expect, it } from 'vitest'
import { elementsOf, without } from './candidate.ts'
import { candidateWith, lineOf, toyRun, violationOf } from './fake-run.fixture.ts'
import { shrink } from './shrink.ts'

const lines = ['ada', 'bob'].flatMap((who) =>
  [1, 2, 3, 4].map((day) => lineOf(who, `change quantity ${day}`, day, { do: 'change quantity', quantity: day })),
)
const names = Array.from({ length: 12 }, (_, index) => `${index % 2 === 0 ? 'ada' : 'jobs'}/event ${index}/hold`)
const pieces = [...lines.map(({ who, id }) => `${who}/${id}`), ...names]
const some = fc.subarray(pieces, { maxLength: 4 })

it('whatever the failure needs or is masked by, what is left is smallest: without any one element it is gone', () => {
  fc.assert(
    fc.property(fc.array(some, { minLength: 1, maxLength: 3 }), some, some, (causes, mask, unmask) => {
      // Any cause will do, unless the mask is there without what lifts it: not monotone, as real systems are not.
      const run = toyRun((has) => causes.some((cause) => cause.every(has)) && !(mask.length > 0 && mask.every(has) && !unmask.every(has)))
      const candidate = candidateWith(lines, Object.fromEntries(names.map((name) => [name, '2 h'])))
      const found = shrink({ candidate, violation: violationOf(candidate) }, run, 5_000)
      if (run(candidate).verdict === 'held') return expect(found).toBeUndefined()
      expect(found!.isMinimal).toBe(true)
      expect(run(found!.candidate).verdict).toBe('broken')
      for (const element of elementsOf(found!.candidate)) expect(run(without(found!.candidate, [element])).verdict).toBe('held')
    }),
    { numRuns: 300 },
  )
})
