import { type Duration, hours, later, seconds, utc } from '#machines'
import { expect, test } from 'vitest'
import { runSync } from './run.ts'
import { toyPlan, toySystem } from './toy.fixture.ts'

/** Ada's webhook has a lock for five seconds; Bob's, which comes at the same instant, wants it. */
function run(until?: Duration) {
  const said: string[] = []
  const locked = new Set<string>()
  let asked = 0
  const began = later(utc('2024-01-31'), hours(1))
  const result = runSync(
    toyPlan(
      {},
      {
        system: toySystem({
          *handler(input) {
            if (input.kind === 'command') return { kind: 'accepted' }
            if (input.kind === 'delivery' && input.event.owner === 'ada') {
              locked.add('row')
              yield { kind: 'step', landmark: 'look' }
              yield { kind: 'sleep', until: later(began, seconds(5)) }
              locked.delete('row')
              said.push('ada lets go')
            } else {
              for (; asked < 10 && locked.size > 0; asked++)
                yield asked === 0 && until !== undefined ? { kind: 'wait', until: later(began, until) } : { kind: 'wait' }
              said.push(locked.size > 0 ? 'bob gives up' : 'bob goes on')
            }
            return { status: 200 }
          },
        }),
      },
    ),
  )
  const answered = result.trace.filter(({ kind }) => kind === 'acknowledgement').map(({ who, at }) => [who, at - began])
  return { said, asked, answered, result }
}

test('who waits for what another one holds is asked again when that one has moved', () => {
  const { said, asked, answered, result } = run()
  expect(result.verdict).toBe('held')
  expect(said).toEqual(['ada lets go', 'bob goes on'])
  expect(answered).toEqual([
    ['ada', seconds(5)],
    ['bob', seconds(5)],
  ])
  expect(asked).toBeLessThanOrEqual(3)
})

test('is asked at a time of its own as well, and once at most for each reason', () => {
  const { said, asked } = run(seconds(2))
  expect(said).toEqual(['ada lets go', 'bob goes on'])
  expect(asked).toBeGreaterThan(1)
})

test('comes to the same again', () => expect(run().result.digest).toEqual(run().result.digest))
