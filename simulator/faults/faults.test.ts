import { describe, expect, test } from 'vitest'
import { hours, utc } from '#machines'
import { Choices } from '../kernel/choices.ts'
import { named } from '../kernel/name.ts'
import { runSync } from '../kernel/run.ts'
import { toyPlan, toySystem } from '../kernel/toy.fixture.ts'
import { faults, faultsFor, lacks } from './index.ts'

const first = 'ada/invoice.paid in_ada_1'
const handler = `${first}/delivery 1`

const says = (record: Readonly<Record<string, string | true>>, change: Parameters<typeof toyPlan>[1] = {}) =>
  runSync(toyPlan(record, change))
    .trace.filter((each) => each.who === 'ada' || each.who === undefined)
    .map((each) => each.says)
const when = (record: Readonly<Record<string, string | true>>, wanted: string) => {
  const { trace } = runSync(toyPlan(record))
  const starts = trace[0]!.at
  return trace.filter((each) => each.who === 'ada' && each.says === wanted).map((each) => (each.at - starts) / 1_000)
}

describe('each fault alone', () => {
  test('redeliver: the same event once more, after its acknowledgement', () => {
    expect(when({ [`${handler}/redeliver`]: '2 min' }, 'invoice.paid in_ada_1, copy 2')).toEqual([120])
  })
  test('reorder: the event leaves a moment later', () => {
    expect(when({ [`${first}/reorder`]: '12 s' }, 'invoice.paid in_ada_1, copy 1')).toEqual([12])
  })
  test('late: the event leaves up to a day later', () => {
    expect(when({ [`${first}/late`]: '1 day' }, 'invoice.paid in_ada_1, copy 1')).toEqual([86_400])
  })
  test('lost: no copy ever leaves', () => {
    const system = toySystem({ reconcile: true })
    expect(says({ [`${first}/lost`]: true }, { system })).not.toContain('invoice.paid in_ada_1, copy 1')
  })
  test('hold: the activity pauses, and time goes on around it', () => {
    expect(when({ [`${handler}/before read invoice/hold`]: '1 s' }, 'asks invoices.retrieve')).toEqual([1])
  })
  test('overtakes: the one that is ready goes first', () => {
    const pair = `${handler}/before write invoices/bob/invoice.paid in_bob_1/delivery 1/overtakes`
    const order = runSync(toyPlan({ [pair]: true }))
      .trace.filter((each) => each.kind === 'commit')
      .map((each) => each.who)
    expect(order).toEqual(['bob', 'ada'])
  })
  test('timeout after: it took effect, and nobody says so', () => {
    expect(when({ [`${handler}/read invoice/timeout after`]: true }, 'invoices.retrieve: timeout')).toEqual([80])
  })
  test('timeout before: it never arrived', () => {
    expect(when({ [`${handler}/read invoice/timeout before`]: true }, 'invoices.retrieve: timeout')).toEqual([80])
  })
  test('reset: the connection breaks', () => {
    expect(says({ [`${handler}/read invoice/reset`]: 'after' })).toContain('invoices.retrieve: reset')
  })
  test('rate limited: refused before it was looked at', () => {
    expect(says({ [`${handler}/read invoice/rate limited`]: true })).toContain('invoices.retrieve: 429')
  })
  test('server error: 500, done or not', () => {
    expect(says({ [`${handler}/read invoice/server error`]: 'executed' })).toContain('invoices.retrieve: 500')
  })
  test('serialization failure: the commit is refused', () => {
    expect(says({ [`${handler}/write invoices/serialization failure`]: true })).toContain('write invoices: conflict')
  })
  test('commit unknown: nobody can tell whether it happened', () => {
    expect(says({ [`${handler}/write invoices/commit unknown`]: 'unknown, done' })).toContain('write invoices: unknown')
  })
  test('crash: the worker dies and starts again', () => {
    const told = says({ [`${handler}/before write invoices/crash`]: '12 s' })
    expect(told).toContain('web worker dies before write invoices')
    expect(told).toContain('web worker starts again')
  })
  const jobs = [{ name: 'tidy', every: hours(24), overlaps: false }]
  // The tick of the day before is spared: what only repairs now and then is not struck twice in a row.
  const spared = 'job tidy/2024-02-01T00:00:00Z'
  const tick = 'job tidy/2024-02-02T00:00:00Z'
  const job = (record: Readonly<Record<string, string>>) =>
    runSync(toyPlan(record, { system: toySystem({ jobs }) }))
      .trace.filter((each) => each.kind === 'job')
      .map((each) => [each.activity, each.at % 86_400_000])
  test('job twice: a second run beside the first', () => {
    expect(job({ [`${tick}/job twice`]: '1 s' })[2]).toEqual([`${tick}/again`, 1_000])
  })
  test('job late: the run starts later', () => {
    expect(job({ [`${tick}/job late`]: '2 min' })[1]).toEqual([tick, 120_000])
  })
  test('a repairing job is struck in no two runs in a row', () => {
    expect(job({ [`${spared}/job late`]: '2 min' })[0]).toEqual([spared, 0])
  })
})

test('whether a commit of unknown end was done is part of the choice', () => {
  const rows = (value: string) => {
    const result = runSync(toyPlan({ [`${handler}/write invoices/commit unknown`]: value }))
    return result.applied.get('BS901')
  }
  expect(rows('unknown, done')).not.toBe(rows('unknown, not done'))
})

test('a system is struck only by faults it has the material for, and told which not', () => {
  const bare = toySystem({ crash: false, level: 'L3' }).capabilities
  const off = faults.filter((fault) => lacks(fault, bare).length > 0).map((fault) => fault.name)
  expect(off).toEqual([
    'lost',
    'job twice',
    'job late',
    'serialization failure',
    'deadlock',
    'commit unknown',
    'stale replica',
    'crash',
    'late settlement failure',
  ])
  expect(faultsFor(bare).landmarks.map((fault) => fault.name)).toEqual(['delivery timeout', 'hold'])
})

test('no two faults share a name or a kind', () => {
  expect(new Set(faults.map((fault) => fault.name)).size).toBe(faults.length)
  expect(new Set(faults.map((fault) => fault.kind.segment.text)).size).toBe(faults.length)
})

test('a fault strikes by itself when its rate is certain', () => {
  const struck = faults.filter((fault) => {
    const choices = new Choices({ kind: 'key', key: [3, 4], rates: new Map([[fault.kind, 1000]]) })
    const name = named('ada')
    switch (fault.strikes) {
      case 'delivery':
        return [fault.sends?.(name, choices), fault.repeats?.(name, choices), fault.poisons?.(name, choices)].some(Boolean)
      case 'call':
        return fault.call(name, choices, { operation: 'invoices.retrieve', params: {} }) !== undefined
      case 'landmark':
        return fault.at(name, choices, { now: utc('2024-01-31'), nextCopyAt: utc('2024-02-01') }) !== undefined
      case 'job':
        return fault.starts(name, choices) !== undefined
      case 'store':
        return (fault.commits?.(name, choices) ?? fault.reads?.(name, choices)) !== undefined
      case 'subscription':
        return fault.happens(name, choices) !== undefined
      case 'world':
        return fault.input(name, choices) !== undefined
      case 'payment':
      case 'order':
        return choices.happens(name, fault.kind)
      default:
        throw fault satisfies never
    }
  })
  expect(struck.map((fault) => fault.name)).toEqual(faults.map((fault) => fault.name))
})
