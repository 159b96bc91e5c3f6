import { describe, expect, test } from 'vitest'
import { days, defaultPolicy, type Duration, hours, later, minutes, utc } from '#machines'
import { Choices } from '../kernel/choices.ts'
import { named } from '../kernel/name.ts'
import { runSync } from '../kernel/run.ts'
import { toyPlan, toySystem } from '../kernel/toy.fixture.ts'
import type { Invariant } from '../oracle/scene.ts'
import { createCardTwin } from '../provider/card-twin.ts'
import { faults } from './index.ts'

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
  test('redeliver: the same event once more, right after its acknowledgement', () => {
    const told = says({ [`${handler}/redeliver`]: true })
    expect(told[told.indexOf('answers 200') + 1]).toBe('invoice.paid in_ada_1, copy 2')
  })
  test('redeliver late: the same event once more, when others may have come', () => {
    expect(when({ [`${handler}/redeliver late`]: '2 min' }, 'invoice.paid in_ada_1, copy 2')).toEqual([120])
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
  test('hold until another passes: the activity goes on when one about the same customer gets there', () => {
    const record = { [`${first}/delivery 1/redeliver`]: '12 s', [`${handler}/before write invoices/hold`]: 'until another passes' }
    // Only a copy of the same event is about the same customer; it comes by the sender's patience.
    const holds = runSync(toyPlan({ ...record, 'webhooks/sender patience': '5 s', 'webhooks/sender gaps': 'from 5 s' })).trace
    const at = holds.filter((each) => each.kind === 'commit' && each.who === 'ada').map((each) => each.activity)
    expect(at).toEqual([`${first}/delivery 2`, handler])
    const [second] = holds.filter((each) => each.activity === `${first}/delivery 2`)
    expect(holds.find((each) => each.kind === 'commit' && each.activity === handler)?.at).toBe(second?.at)
  })
  test('hold until another passes, and nobody comes: it goes on after two hours', () => {
    const system = toySystem({
      *handler(input) {
        if (input.name.text !== handler) return { status: 200 }
        yield { kind: 'step', landmark: 'only here' }
        yield { kind: 'step', landmark: 'further on', did: { subject: 'x', writes: false, payload: 0, says: 'goes on' } }
        return { status: 200 }
      },
    })
    const { trace } = runSync(toyPlan({ [`${handler}/only here/hold`]: 'until another passes' }, { system }))
    const at = (wanted: string) => trace.find((each) => each.activity === handler && each.says?.startsWith(wanted) === true)!.at
    expect(at('goes on') - at('pauses')).toBe(hours(2))
  })
  test('delivery timeout: the sender sends the event again while the first copy is still handled', () => {
    const { trace, violations } = runSync(toyPlan({ [`${handler}/before write invoices/delivery timeout`]: true }))
    const ada = trace.filter((each) => each.who === 'ada')
    const arrives = ada.find((each) => each.says === 'invoice.paid in_ada_1, copy 2')!
    const last = ada.findLast((each) => each.activity === handler && each.kind === 'commit')!
    expect(last.at - arrives.at).toBe(1_000)
    expect(violations.map(({ code }) => code)).toEqual(['BS901'])
  })
  test('sender patience and sender gaps: when the next copy of an unanswered event comes', () => {
    const held = { [`${handler}/before read invoice/hold`]: '20 min' }
    const copy = 'invoice.paid in_ada_1, copy 2'
    expect(when(held, copy)).toEqual([10 + 60])
    expect(when({ ...held, 'webhooks/sender patience': '2 s' }, copy)).toEqual([2 + 60])
    expect(when({ ...held, 'webhooks/sender gaps': 'from 5 s' }, copy)).toEqual([10 + 5])
  })
  test('tie: the event leaves after its siblings of the same instant', () => {
    const arrive = (record: Readonly<Record<string, true>>) =>
      runSync(toyPlan(record))
        .trace.filter((each) => each.kind === 'delivery')
        .map((each) => [each.who, each.at] as const)
    const [ada, bob] = arrive({})
    expect([ada?.[0], bob?.[0], ada?.[1] === bob?.[1]]).toEqual(['ada', 'bob', true])
    expect(arrive({ [`${first}/tie`]: true })).toEqual([bob, ada])
  })
  test('poison: beside the event comes one about an object that does not exist', () => {
    const told = says({ [`${first}/poison`]: true })
    expect(told.filter((each) => each?.startsWith('invoice.paid') === true)).toEqual([
      'invoice.paid in_ada_1',
      'invoice.paid in_ada_0, copy 1',
      'invoice.paid in_ada_1, copy 1',
    ])
  })
  test('slow read: what arrives was read before', () => {
    const record = { [`${handler}/read invoice/slow read`]: '1 s' }
    expect(when(record, 'invoices.retrieve: 200')).toEqual([1])
  })
  const patient = (patience?: Duration) =>
    toySystem({
      *handler(input) {
        if (input.kind === 'delivery')
          yield { kind: 'call', to: 'provider', label: 'read invoice', request: { operation: 'invoices.retrieve', params: {} }, patience }
        return { status: 200 }
      },
    })
  test('hang: no answer comes, and the caller waits as long as its patience', () => {
    const record = { [`${handler}/read invoice/hang`]: 'executed' }
    const { trace } = runSync(toyPlan(record, { system: patient(minutes(2)) }))
    const asked = trace.find((each) => each.says === 'asks invoices.retrieve')!
    const answered = trace.find((each) => each.says === 'invoices.retrieve: timeout')!
    expect(answered.at - asked.at).toBe(120_000)
  })
  test('hang: who has no patience waits for ever', () => {
    const record = { [`${handler}/read invoice/hang`]: 'not executed' }
    const { trace } = runSync(toyPlan(record, { system: patient() }))
    expect(trace.filter((each) => each.activity === handler).map((each) => each.kind)).toEqual(['delivery', 'call', 'timer'])
  })
  test('clock skew: the worker reads another time than it is', () => {
    const read: number[] = []
    const record = { 'web worker/clock skew': '5 s behind' }
    const system = toySystem({ jobs: [{ name: 'tidy', every: hours(24), overlaps: false }] })
    const seen = {
      ...system,
      enter(world: Parameters<typeof system.enter>[0]) {
        system.enter(world)
        const { receive } = system
        seen.receive = (input) => {
          const activity = receive(input)
          return {
            name: activity.name,
            resume(answer) {
              read.push(world.now() - world.storeNow())
              return activity.resume(answer)
            },
          }
        }
        outside = () => world.now() - world.storeNow()
      },
    }
    let outside = (): number => 0
    const { trace } = runSync(toyPlan(record, { system: seen }))
    expect(new Set(read)).toEqual(new Set([-5_000, 0]))
    expect(outside()).toBe(0)
    expect(trace.some((each) => each.kind === 'job')).toBe(true)
  })
  test('stale replica: a read of the replica gets what was there before the last commit, one of the primary never', () => {
    const rows = (replica: true | undefined) => {
      const seen: number[] = []
      const system = toySystem({
        replica: true,
        *handler(input) {
          if (input.kind !== 'delivery') return undefined
          const owner = 'ada'
          const write = { table: 'invoices', owner, key: input.name.text, row: { id: input.name.text } }
          yield { kind: 'call', to: 'store', label: 'write invoices', request: { op: 'commit', writes: [write] } }
          const request = { op: 'list', table: 'invoices', owner, ...(replica === undefined ? {} : { replica }) }
          const list = (yield { kind: 'call', to: 'store', label: 'read invoices', request }) as readonly unknown[]
          if (input.event.owner === 'ada') seen.push(list.length)
          return { status: 200 }
        },
      })
      runSync(toyPlan({ [`${handler}/read invoices/stale replica`]: true }, { system }))
      return seen
    }
    expect([rows(true), rows(undefined)]).toEqual([[0], [1]])
  })
  test('hand edit: after a commit somebody sets a field of the stored copy that it wrote', () => {
    const record = { [`${handler}/write invoices/hand edit`]: 'id' }
    const copies = { table: 'invoices', fields: ['id'] }
    const told = says(record, { system: toySystem({ reconcile: true, copies }) })
    expect(told[told.indexOf('write invoices: committed') + 1]).toBe("somebody sets ada's id by hand")
    expect(says(record)).not.toContain("somebody sets ada's id by hand")
  })
  test('out of band: somebody at the dashboard changes a subscription that no story changes', () => {
    const record = { 'ada/sub_ada_1/12 days on/out of band': 'cancels' }
    const workload = { ...toyPlan({}).workload, lasts: days(20), story: toyPlan({}).workload.story.slice(0, 1) }
    const makeTwin = () => createCardTwin({ ...defaultPolicy, endAction: 'cancel' })
    const { trace } = runSync(toyPlan(record, { workload, makeTwin, invariants: [] }))
    const cancel = trace.find((each) => each.says === 'ada: cancel, at the provider')!
    expect(cancel.at - trace[0]!.at).toBe(days(12))
    expect(trace.some((each) => each.says === 'customer.subscription.deleted sub_ada_1')).toBe(true)
  })
  test('dashboard refund: somebody gives a payment back that no story gives back', () => {
    const record = { 'ada/ch_ada_1/12 days on/dashboard refund': 'gives a part of the latest payment back' }
    const workload = { ...toyPlan({}).workload, lasts: days(20), story: toyPlan({}).workload.story.slice(0, 1) }
    const makeTwin = () => createCardTwin({ ...defaultPolicy, endAction: 'cancel' })
    const system = toySystem({ authority: 'ours', listens: ['refund.created'] })
    const { trace } = runSync(toyPlan(record, { system, workload, makeTwin, invariants: [] }))
    const refund = trace.find((each) => each.says === 'ada: refund, at the provider')!
    expect(refund.at - trace[0]!.at).toBe(days(12))
    expect(trace.some((each) => each.says === 'refund.created re_ada_1')).toBe(true)
  })
  test('dashboard detach: somebody takes a card off, for good', () => {
    const record = { 'ada/pm_ada_1/12 days on/dashboard detach': 'takes the card off' }
    const workload = { ...toyPlan({}).workload, lasts: days(20), story: toyPlan({}).workload.story.slice(0, 1) }
    const makeTwin = () => createCardTwin({ ...defaultPolicy, endAction: 'cancel' })
    const system = toySystem({ authority: 'ours', listens: ['payment_method.detached'] })
    let detached: readonly unknown[] = []
    const eye: Invariant = {
      ...toyPlan({}).invariants[0]!,
      when: 'end',
      needs: [],
      applies: ({ truth }) => ((detached = truth.detachments), 1),
      violations: () => [],
    }
    const { trace } = runSync(toyPlan(record, { system, workload, makeTwin, invariants: [eye] }))
    const taken = trace.find((each) => each.says === 'ada: pm_ada_1 is taken off, at the provider')!
    expect(taken.at - trace[0]!.at).toBe(days(12))
    expect(trace.some((each) => each.says === 'payment_method.detached pm_ada_1')).toBe(true)
    expect(detached).toEqual([{ method: 'pm_ada_1', owner: 'ada', at: taken.at }])
  })
  test('poison job: every try of the job is refused without effect until it is mended, and an alert makes somebody click', () => {
    const asked: unknown[] = []
    const system = toySystem({
      sights: ['invoices', 'dead letters'],
      commands: ['replay'],
      *handler(input) {
        if (input.kind === 'command') asked.push(input.command)
        if (input.kind !== 'delivery' || input.name.text !== 'ada/customer.created cus_ada_1/delivery 1') return { status: 200 }
        const request = { operation: 'customers.create', params: { name: 'cleo' }, key: 'k' }
        for (const after of [0, 19, 21]) {
          yield { kind: 'sleep', until: later(input.event.at, minutes(after)) }
          const answer = (yield { kind: 'call', to: 'provider', label: 'make', request, job: 'ada/job 1' }) as { status: number }
          asked.push(answer.status)
          if (answer.status === 400)
            yield { kind: 'call', to: 'mail', label: 'tell', request: { to: 'operator', job: 'ada/job 1', key: `${asked.length}` } }
        }
        return { status: 200 }
      },
    })
    const makeTwin = () => createCardTwin({ ...defaultPolicy, endAction: 'cancel' })
    const workload = { ...toyPlan({}).workload, story: toyPlan({}).workload.story.slice(0, 1) }
    const { trace } = runSync(toyPlan({ 'ada/job 1/poison job': '20 min, two clicks' }, { system, workload, makeTwin, invariants: [] }))
    const replay = { do: 'replay', job: 'ada/job 1' }
    expect(asked).toEqual([400, 400, replay, replay, 200])
    expect(trace.filter(({ subject }) => subject === 'alert').length).toBe(2)
  })

  test('server error: the provider repeats its 500 to the same key', () => {
    const twice: unknown[] = []
    const system = toySystem({
      *handler(input) {
        if (input.kind !== 'delivery' || input.event.type !== 'customer.created') return { status: 200 }
        for (const label of ['make', 'make again']) {
          const request = { operation: 'customers.create', params: { name: 'cleo' }, key: 'k' }
          const answer = (yield { kind: 'call', to: 'provider', label, request }) as { status: number }
          twice.push(answer.status)
        }
        return { status: 200 }
      },
    })
    const makeTwin = () => createCardTwin({ ...defaultPolicy, endAction: 'cancel' })
    const workload = { ...toyPlan({}).workload, story: toyPlan({}).workload.story.slice(0, 1) }
    const record = { 'ada/customer.created cus_ada_1/delivery 1/make/server error': 'not executed' }
    runSync(toyPlan(record, { system, workload, makeTwin, invariants: [] }))
    expect(twice).toEqual([500, 500])
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
  test('a time-out runs on the clock of whoever has one: real code is told at once that nothing comes', () => {
    const system = toySystem({ level: 'L3' })
    const { trace } = runSync(toyPlan({ [`${handler}/read invoice/timeout after`]: true }, { system }))
    const [asked, told] = ['asks invoices.retrieve', 'invoices.retrieve: no answer comes'].map(
      (says) => trace.find((each) => each.says === says)!.at,
    )
    expect(told).toBe(asked)
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
  test('a repairing job that is late until its next tick leaves that one in its place', () => {
    const workload = { ...toyPlan({}).workload, lasts: days(5) }
    const system = toySystem({ jobs })
    const ran = runSync(toyPlan({ [`${tick}/job late`]: '1 day' }, { system, workload })).trace.filter((each) => each.kind === 'job')
    expect(ran.slice(0, 2).map((each) => each.activity)).toEqual([spared, 'job tidy/2024-02-03T00:00:00Z'])
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
        return [fault.sends?.(name, choices), fault.repeats?.(name, choices), fault.poisons?.(name, choices)].some(
          (fate) => fate !== undefined && fate !== false,
        )
      case 'call':
        return fault.call(name, choices, { operation: 'invoices.retrieve', params: {} }) !== undefined
      case 'landmark':
        return fault.at(name, choices, { now: utc('2024-01-31'), nextCopyAt: utc('2024-02-01') }) !== undefined
      case 'job':
        return fault.starts(name, choices) !== undefined
      case 'store':
        return (fault.commits?.(name, choices) ?? fault.reads?.(name, choices) ?? fault.edits?.(name, choices, ['status'])) !== undefined
      case 'outbox':
        return fault.poisons(name, choices) !== undefined
      case 'dashboard':
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
