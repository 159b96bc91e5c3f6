import type { CommandKind } from '#machines'
import { expect, test } from 'vitest'
import type { ProviderAnswer, Twin } from '../provider/provider.ts'
import { native } from './activity.ts'
import { runAsync, runSync } from './run.ts'
import { toyPlan, toySystem } from './toy.fixture.ts'

const kinds = (result: ReturnType<typeof runSync>, kind: string) => result.trace.filter((record) => record.kind === kind)

test('without deviations everything happens once, in order, and holds', () => {
  const result = runSync(toyPlan({}))
  expect([result.verdict, result.record.size]).toEqual(['held', 0])
  expect(kinds(result, 'delivery').map((record) => record.activity)).toEqual([
    'ada/invoice.paid in_ada_1/delivery 1',
    'bob/invoice.paid in_bob_1/delivery 1',
  ])
  expect(result.applied.get('BS901')).toBeGreaterThan(0)
})

test('a handler paused past the sender’s patience meets the second copy of its event', () => {
  const result = runSync(toyPlan({ 'ada/invoice.paid in_ada_1/delivery 1/before write invoices/hold': '2 min' }))
  expect(result.verdict).toBe('broken')
  expect(result.violations[0]).toMatchObject({ code: 'BS901', witness: { clause: 'twice' } })
  expect(kinds(result, 'timer').map((record) => record.says)).toEqual(['no answer in 10 s'])
})

test('a shorter pause breaks nothing', () => {
  expect(runSync(toyPlan({ 'ada/invoice.paid in_ada_1/delivery 1/before write invoices/hold': '1 s' })).verdict).toBe('held')
})

test('a repeated webhook comes after the answer to the first', () => {
  const result = runSync(toyPlan({ 'ada/invoice.paid in_ada_1/delivery 1/redeliver': true }))
  expect(result.verdict).toBe('held')
  expect(kinds(result, 'delivery').filter((record) => record.who === 'ada')).toHaveLength(2)
})

test('what nobody does at the provider’s pages, and the system does not take, is not done', () => {
  const asked = (portal: readonly CommandKind[] | undefined) =>
    kinds(runSync(toyPlan({}, { system: toySystem({ portal }) })), 'command').map((record) => record.says)
  expect(asked(['subscribe'])).toEqual(asked(undefined))
  expect(asked(undefined)).toHaveLength(2)
  expect(asked(['refund'])).toEqual([])
})

test('a signup that a system begins ends on the page it answers with', () => {
  const system = toySystem({
    checkout: true,
    *handler(input) {
      return input.kind === 'command' ? { kind: 'accepted', page: `cs_${input.who}_1` } : { status: 200 }
    },
  })
  const { workload } = toyPlan({})
  const onPage = {
    ...workload,
    story: workload.story.map((line) => ({ ...line, command: { ...line.command, through: 'checkout' } as never })),
  }
  const pages: string[] = []
  const { makeTwin } = toyPlan({})
  const result = runSync(
    toyPlan(
      {},
      {
        system,
        workload: onPage,
        makeTwin: () => ({ ...makeTwin(), completeCheckout: (page) => (pages.push(page), 'declined' as const) }),
      },
    ),
  )
  const told = kinds(result, 'command').filter((each) => each.who === 'ada')
  expect(told.map((each) => [each.says, (each.at - told[0]!.at) / 1_000])).toEqual([
    ['ada: subscribe', 0],
    ['ada: fills in the page, declined', 40],
  ])
  expect(pages).toEqual(['cs_ada_1', 'cs_bob_1'])
  expect(result.verdict).toBe('held')
  // Who begins no signups hears of it by webhook.
  expect(kinds(runSync(toyPlan({}, { workload: onPage })), 'command').map((each) => each.says)).toContain('ada: subscribe, at the provider')
})

test('whom a system has failed asks again, and gives up when it fails again', () => {
  const failing = (times: number) => {
    let failed = 0
    const system = toySystem({
      commands: ['subscribe'],
      *handler(input) {
        return input.kind !== 'command'
          ? { status: 200 }
          : input.who === 'ada' && failed++ < times
            ? { kind: 'failed' }
            : { kind: 'accepted' }
      },
    })
    const result = runSync(toyPlan({}, { system }))
    const asked = kinds(result, 'command').filter(({ who }) => who === 'ada')
    const answered = kinds(result, 'answer').filter(({ who, subject }) => who === 'ada' && subject === 'subscribe')
    return { after: asked.map(({ at }) => (at - asked[0]!.at) / 1_000), says: answered.map(({ says }) => says) }
  }
  expect(failing(1)).toEqual({ after: [0, 30], says: ['fails', 'answers accepted'] })
  expect(failing(9)).toEqual({ after: [0, 30, 60], says: ['fails', 'fails', 'fails'] })
})

test('one activity overtakes another only where the record says so', () => {
  const overtaken = 'ada/invoice.paid in_ada_1/delivery 1/before write invoices/bob/invoice.paid in_bob_1/delivery 1/overtakes'
  const order = (record: Readonly<Record<string, true>>) => kinds(runSync(toyPlan(record)), 'commit').map((each) => each.who)
  expect(order({})).toEqual(['ada', 'bob'])
  expect(order({ [overtaken]: true })).toEqual(['bob', 'ada'])
})

test('a crash leaves what was committed, loses the rest, and the event comes again', () => {
  const result = runSync(toyPlan({ 'ada/invoice.paid in_ada_1/delivery 1/before write invoices/crash': '12 s' }))
  expect(result.verdict).toBe('held')
  expect(kinds(result, 'crash')).toHaveLength(1)
  expect(
    kinds(result, 'acknowledgement')
      .filter((record) => record.who === 'ada')
      .map((record) => record.says),
  ).toEqual(['connection lost', 'answers 200'])
  expect(kinds(result, 'commit')).toHaveLength(2)
})

test('a call that times out took effect or not, as its fault says, and the caller waits', () => {
  const result = runSync(toyPlan({ 'ada/invoice.paid in_ada_1/delivery 1/read invoice/timeout after': true }))
  expect(kinds(result, 'answer').find((record) => record.who === 'ada' && record.activity.includes('delivery 1'))?.says).toBe(
    'invoices.retrieve: timeout',
  )
})

test('a record replays to the same digests', () => {
  const record = { 'ada/invoice.paid in_ada_1/delivery 1/before write invoices/hold': '2 min' } as const
  expect(runSync(toyPlan(record)).digest).toEqual(runSync(toyPlan(record, { keepTrace: false })).digest)
  expect(runSync(toyPlan(record)).digest).not.toEqual(runSync(toyPlan({})).digest)
})

test('a system that throws is undecided, by name', () => {
  const system = toySystem({
    handler: function* () {
      throw new TypeError('rows is undefined')
    },
  })
  expect(runSync(toyPlan({}, { system }))).toMatchObject({
    verdict: 'undecided',
    why: 'toy threw in ada/invoice.paid in_ada_1/delivery 1: TypeError: rows is undefined',
  })
})

test('a system that asks itself in circles is undecided after its steps', () => {
  const system = toySystem({
    handler: function* () {
      for (;;) yield { kind: 'call', to: 'store', label: 'read invoices', request: { op: 'list', table: 'x', owner: 'ada' } }
    },
  })
  expect(runSync(toyPlan({}, { system, maxSteps: 500 })).verdict).toBe('undecided')
})

test('a handler that never answers ends undecided or overdue, never held', () => {
  const system = toySystem({
    handler: function* (input) {
      yield { kind: 'sleep', until: ((input.kind === 'delivery' ? input.event.at : 0) + 1e12) as never }
      return { status: 200 }
    },
  })
  const result = runSync(toyPlan({}, { system }))
  expect(result.trace.some((record) => record.says === 'no answer in 10 s')).toBe(true)
  expect(result.endedAt).toBeGreaterThan(toyPlan({}).workload.starts + 3 * 86_400_000)
})

test('real code with promises runs in the same world to the same digest', async () => {
  const sync = runSync(toyPlan({}))
  const inner = toySystem()
  const system = {
    ...inner,
    receive: (input: Parameters<typeof inner.receive>[0]) => {
      const activity = inner.receive(input)
      return { name: activity.name, resume: (answer: unknown) => Promise.resolve(activity.resume(answer)) }
    },
  }
  expect((await runAsync(toyPlan({}, { system }))).digest).toEqual(sync.digest)
})

test('children of a fork end before their parent goes on', () => {
  const order: string[] = []
  const { workload } = toyPlan({})
  const alone = { ...workload, story: workload.story.slice(0, 1) }
  const system = toySystem({
    handler: function* (input) {
      const child = (label: string) =>
        native(
          input.name.of(label),
          (function* () {
            yield { kind: 'step' as const, landmark: label }
            order.push(label)
            return label
          })(),
        )
      const replies = yield { kind: 'fork', children: [child('left'), child('right')] }
      order.push(JSON.stringify(replies))
      return { status: 200 }
    },
  })
  runSync(toyPlan({}, { system, workload: alone }))
  expect(order).toEqual(['left', 'right', '["left","right"]'])
})

/** The careless handler of a system with a store of its own, which says at its steps what it did there. */
const keepsItsOwn = (writes: boolean, payload: unknown, says: string) => {
  let rows = 0
  const system = toySystem({
    handler: function* () {
      rows++
      yield { kind: 'step', landmark: 'write invoices', did: { subject: 'invoices', writes, payload, says } }
      return { status: 200 }
    },
  })
  return { ...system, view: () => ({ invoices: Array.from({ length: rows }, () => ({ id: 'in_1' })) }) as never }
}
const { workload } = toyPlan({})
const adaAlone = { ...workload, story: workload.story.slice(0, 1) }

test('what a system did in a store of its own stands in the trace, caused by the delivery it did it for', () => {
  const { trace } = runSync(toyPlan({}, { system: keepsItsOwn(true, 1, 'insert invoices'), workload: adaAlone }))
  const [delivery] = trace.filter((record) => record.kind === 'delivery')
  expect(trace.filter((record) => record.kind === 'commit')).toMatchObject([
    { subject: 'invoices', who: 'ada', says: 'insert invoices', cause: delivery!.step },
  ])
})

test('a write there is judged at once, before the handler has ended; a read is not, and is a call', () => {
  // The second customer's handler doubles the row; the violation must be seen while it is still open.
  const wrote = runSync(toyPlan({}, { system: keepsItsOwn(true, 1, 'insert') }))
  expect(wrote.verdict).toBe('broken')
  expect(wrote.trace.at(-1)).toMatchObject({ kind: 'acknowledgement', who: 'bob' })
  expect(wrote.violations[0]!.step).toBe(wrote.trace.findLast((record) => record.kind === 'commit')!.step)
  const read = runSync(toyPlan({}, { system: keepsItsOwn(false, 1, 'select') }))
  expect(kinds(read, 'commit')).toEqual([])
  expect(kinds(read, 'call').filter((record) => record.says === 'select')).toHaveLength(2)
  // What changed behind our back shows once all is quiet.
  expect(read.violations[0]!.step).toBe(kinds(read, 'acknowledgement').at(-1)!.step)
})

test('what was written is in the digest, the words for people are not', () => {
  const digestOf = (payload: unknown, says: string) =>
    runSync(toyPlan({}, { system: keepsItsOwn(true, payload, says), workload: adaAlone })).digest.semantic
  expect(digestOf({ total: 1 }, 'insert')).toBe(digestOf({ total: 1 }, 'inserts one row'))
  expect(digestOf({ total: 1 }, 'insert')).not.toBe(digestOf({ total: 2 }, 'insert'))
})

test('a fault strikes at the step that says what was done, after it was done', () => {
  const hold = { 'ada/invoice.paid in_ada_1/delivery 1/write invoices/hold': '2 min' } as const
  const result = runSync(toyPlan(hold, { system: keepsItsOwn(true, 1, 'insert'), workload: adaAlone }))
  expect([...result.record.keys()]).toEqual(Object.keys(hold))
  const order = result.trace.filter(({ kind }) => kind === 'commit' || kind === 'hold').map(({ kind }) => kind)
  expect(order.slice(0, 2)).toEqual(['commit', 'hold'])
})

test('a question that the twin lacks makes the run undecided, naming it', () => {
  const answered = (error: unknown) => {
    const makeTwin = (): Twin => {
      const twin = toyPlan({}).makeTwin()
      const refused: ProviderAnswer = { kind: 'response', status: 400, body: { error } }
      return {
        ...twin,
        handle: (request, context) => (request.operation === 'invoices.retrieve' ? refused : twin.handle(request, context)),
      }
    }
    return runSync(toyPlan({}, { makeTwin }))
  }
  expect(answered({ code: 'billstorm_not_modelled', message: 'invoices.retrieve: the parameter y is not modelled' })).toMatchObject({
    verdict: 'undecided',
    why: expect.stringMatching(/toy asked in ada\/.*delivery 1 for what the twin lacks: invoices\.retrieve: the parameter y/),
  })
  expect(answered({ code: 'parameter_unknown', message: 'Received unknown parameter' }).verdict).toBe('held')
})

test('what is thrown outside the system’s code is ours, unless somebody says whose it is', async () => {
  const system = {
    ...toySystem(),
    view: () => {
      throw new RangeError('no such table')
    },
  }
  expect(() => runSync(toyPlan({}, { system }))).toThrow('no such table')
  await expect(runAsync(toyPlan({}, { system }))).rejects.toThrow('no such table')
  const blames = (thrown: unknown): string => `its view: ${(thrown as Error).message}`
  const undecided = { verdict: 'undecided', why: 'its view: no such table' }
  expect(runSync(toyPlan({}, { system, blames }))).toMatchObject(undecided)
  expect(await runAsync(toyPlan({}, { system, blames }))).toMatchObject(undecided)
})

test('a twin that throws while a system asks it is our bug, not the system’s', () => {
  const makeTwin = (): Twin => ({
    ...toyPlan({}).makeTwin(),
    handle: () => {
      throw new TypeError('the twin is broken')
    },
  })
  expect(() => runSync(toyPlan({}, { makeTwin }))).toThrow('the twin is broken')
})
