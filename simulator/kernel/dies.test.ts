import { expect, test } from 'vitest'
import { runSync } from './run.ts'
import { toyPlan, toySystem } from './toy.fixture.ts'

const record = { 'ada/invoice.paid in_ada_1/delivery 1/before write invoices/crash': '1 s' } as const

test('a process that is killed hears of it once, before anything else happens, and is sent nothing until it is up again', () => {
  const said: string[] = []
  const system = toySystem()
  const result = runSync(
    toyPlan(record, {
      system: {
        ...system,
        receive(input) {
          said.push(input.name.text)
          return system.receive(input)
        },
        crash: () => void said.push('dies'),
      },
    }),
  )
  expect(result.verdict).toBe('held')
  expect(said.filter((each) => each === 'dies')).toHaveLength(1)
  expect(said[said.indexOf('dies') - 1]).toBe('ada/invoice.paid in_ada_1/delivery 1')
  const [restart] = result.trace.filter(({ kind }) => kind === 'restart')
  const next = result.trace.find(({ kind, step }) => kind === 'call' && step > result.trace.find((each) => each.kind === 'crash')!.step)
  expect(next!.at).toBeGreaterThanOrEqual(restart!.at)
})

test('who has the answer that something goes wrong is told at the point before, and only where it stands at that risk', () => {
  const fates: unknown[] = []
  const run = (risks: readonly 'commit'[]) =>
    runSync(
      toyPlan(
        { 'ada/invoice.paid in_ada_1/delivery 1/before commit/commit unknown': 'unknown, done' },
        {
          system: toySystem({
            level: 'L2',
            *handler(input) {
              if (input.kind === 'delivery' && input.event.owner === 'ada')
                fates.push(yield { kind: 'step', landmark: 'before commit', risks })
              return input.kind === 'command' ? { kind: 'accepted' } : { status: 200 }
            },
          }),
        },
      ),
    )
  expect(run(['commit']).record.size).toBe(1)
  expect(run([]).record.size).toBe(0)
  expect(fates).toEqual(['unknown, done', undefined])
})
