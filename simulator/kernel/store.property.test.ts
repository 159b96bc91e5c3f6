import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Store, type Write } from './store.ts'

const writes: fc.Arbitrary<readonly Write[]> = fc.array(
  fc.record({
    table: fc.constantFrom('facts', 'facts', 'facts', 'outbox'),
    owner: fc.constantFrom('ada', 'ada', 'ada', 'bob'),
    key: fc.nat(40).map((key) => `key ${key}`),
    row: fc.oneof({ weight: 20, arbitrary: fc.nat() }, { weight: 1, arbitrary: fc.constant(undefined) }),
    if: fc.option(fc.constantFrom('absent' as const, 1, 2), { nil: undefined, freq: 1 }),
  }),
  { minLength: 1, maxLength: 3 },
)
const step = fc.oneof({ weight: 8, arbitrary: writes }, { weight: 1, arbitrary: fc.constant('back' as const) })

type Model = readonly { readonly place: string; readonly version: number; readonly row: unknown }[]
const placeOf = ({ table, owner, key }: Write): string => `${table} ${owner} ${key}`

function committed(model: Model, asked: readonly Write[]): Model | undefined {
  for (const write of asked) {
    const version = model.find(({ place }) => place === placeOf(write))?.version ?? 0
    if (write.if !== undefined && version !== (write.if === 'absent' ? 0 : write.if)) return undefined
  }
  let next = model
  for (const write of asked) {
    const place = placeOf(write)
    const version = (next.find((each) => each.place === place)?.version ?? 0) + 1
    if (write.row === undefined) next = next.filter((each) => each.place !== place)
    else if (version === 1) next = [...next, { place, version, row: write.row }]
    else next = next.map((each) => (each.place === place ? { place, version, row: write.row } : each))
  }
  return next
}

test('many rows, deletions and steps back in time come to what a plain list of rows comes to', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 120 }), (steps) => {
      const store = new Store()
      let model: Model = []
      const past: { readonly model: Model; readonly state: unknown }[] = []
      for (const [count, each] of steps.entries()) {
        if (each === 'back') {
          const then = past[count % Math.max(1, past.length)]
          if (then === undefined) continue
          model = then.model
          store.restore(then.state)
        } else {
          const next = committed(model, each)
          expect(store.commit(each).kind).toBe(next === undefined ? 'conflict' : 'committed')
          model = next ?? model
        }
        if (count % 5 === 0) past.push({ model, state: store.snapshot() })
      }
      for (const table of ['facts', 'outbox'])
        for (const owner of ['ada', 'bob'])
          expect(store.list(table, owner).map(({ key, version, row }) => ({ place: `${table} ${owner} ${key}`, version, row }))).toEqual(
            model.filter(({ place }) => place.startsWith(`${table} ${owner} `)),
          )
      for (let key = 0; key <= 40; key++)
        expect(store.read('facts', 'ada', `key ${key}`)?.version).toBe(model.find(({ place }) => place === `facts ada key ${key}`)?.version)
    }),
    { numRuns: 300 },
  )
})
