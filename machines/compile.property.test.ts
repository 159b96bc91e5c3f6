import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnyStateMachine, createMachine, transition } from 'xstate'
import { branchFor, type Chart, compile, type Table } from './compile.ts'
import { defaultPolicy, endActions, type Policy } from './domain/policy.ts'
import { days, type Instant } from './domain/instant.ts'
import { charts } from './parts.ts'

type Loose = Record<string, unknown>
interface Case {
  readonly name: string
  readonly chart: Chart<string, Loose>
  readonly subject: fc.Arbitrary<Loose>
}

const cases: readonly Case[] = Object.entries(charts).map(([name, chart]) => ({
  name,
  chart: chart as unknown as Chart<string, Loose>,
  subject: fc.record({
    trial: fc.constantFrom(undefined, days(7)),
    cancellation: fc.constantFrom('stays', 'scheduled', 'waiting', 'scheduled and waiting'),
    periodEnd: fc.constant(0),
    inFlight: fc.constantFrom(0, 1, 2),
    retriesUsed: fc.integer({ min: 0, max: 4 }),
    tries: fc.integer({ min: 0, max: 5 }),
    retryAt: fc.constant(0),
    expiresAt: fc.constant(0),
    unknownAt: fc.constant(0),
    firstAttemptAt: fc.constant(0),
    givesUpAt: fc.constant(0),
    type: fc.constantFrom('payment', 'notification', 'other'),
    failed: fc.integer({ min: 0, max: 11 }),
    failedAt: fc.constant(0),
    amount: fc.constantFrom(0, 1),
    isResting: fc.boolean(),
    isPeriodOver: fc.boolean(),
    switching: fc.constantFrom(0, 1),
    isSent: fc.boolean(),
    isTrial: fc.boolean(),
    isTimeLeft: fc.boolean(),
    isForWhatRuns: fc.boolean(),
    isAwaited: fc.boolean(),
    isUpdate: fc.boolean(),
    isInUse: fc.boolean(),
  }),
}))

const policies: fc.Arbitrary<Policy> = fc
  .record({
    endAction: fc.constantFrom(...endActions),
    fullRefund: fc.constantFrom('cancel' as const, 'keep' as const),
    disputeAccess: fc.constantFrom('withhold' as const, 'keep' as const),
    accessOnTerms: fc.constantFrom('until due' as const, 'once paid' as const),
    retries: fc.constantFrom([], [days(1)], defaultPolicy.retries),
  })
  .map((some) => ({ ...defaultPolicy, ...some }))

interface Stood {
  readonly state: string
  readonly subject: Loose
  readonly signals: readonly string[]
}

/** One event by the table. */
function byTable(table: Table<string, Loose>, from: Stood, event: string, policy: Policy): Stood {
  const branch = branchFor(table, from.state, event, from.subject, policy)
  if (branch === undefined) return { ...from, signals: [] }
  const subject = branch.assigns.reduce((now, assign) => ({ ...now, ...assign(now) }), from.subject)
  return { state: branch.target ?? from.state, subject, signals: branch.signals }
}

/** The same event by XState's pure transition. */
function byXState(machine: AnyStateMachine, from: Stood, event: string, policy: Policy): Stood {
  const snapshot = machine.resolveState({ value: from.state, context: { subject: from.subject, policy } })
  const [next, actions]: readonly [typeof snapshot, readonly { readonly type: string }[]] = transition(machine, snapshot, { type: event })
  const context = next.context as { readonly subject: Loose }
  return { state: String(next.value), subject: context.subject, signals: actions.map((action) => action.type) }
}

describe.each(cases)('the table of the $name chart', ({ chart, subject }) => {
  const table = compile(chart)
  const machine = chart.machine as unknown as AnyStateMachine

  it('does what XState does, in every state and for every event', () => {
    fc.assert(
      fc.property(subject, policies, (about, policy) => {
        for (const state of table.states)
          for (const event of table.events) {
            const from = { state, subject: about, signals: [] }
            expect(byTable(table, from, event, policy)).toEqual(byXState(machine, from, event, policy))
          }
      }),
      { numRuns: 12 },
    )
  })

  it('does what XState does, all along a random walk', () => {
    fc.assert(
      fc.property(subject, policies, fc.array(fc.constantFrom(...table.events), { minLength: 1, maxLength: 12 }), (about, policy, walk) => {
        let one: Stood = { state: table.states[0]!, subject: about, signals: [] }
        let other = one
        for (const event of walk) {
          one = byTable(table, one, event, policy)
          other = byXState(machine, other, event, policy)
          expect(one).toEqual(other)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('lets every state be reached', () => {
    // An invoice is born as an offer or as a debt, and is charged or sent; all else begins in one state.
    const births = new Set(['quote', 'open', 'sent'])
    const reached = new Set([table.states[0]!, ...table.states.filter((state) => births.has(state))])
    for (let grown = true; grown;) {
      grown = false
      table.cells.forEach((cell, index) => {
        if (!reached.has(table.states[Math.floor(index / table.events.length)]!)) return
        for (const branch of cell?.branches ?? [])
          if (branch?.target !== undefined && !reached.has(branch.target)) grown = reached.add(branch.target).size > 0
      })
    }
    expect([...reached].sort()).toEqual([...table.states].sort())
  })
})

describe('compile', () => {
  const chartOf = (states: object, more: object = {}): Chart<string, Loose> => ({
    machine: { config: { states } },
    states: Object.keys(states),
    guards: {},
    assigns: {},
    deadlines: {},
    ...more,
  })

  it('refuses what our charts do without', () => {
    expect(() => compile(chartOf({ waiting: { after: { 1000: 'done' } }, done: {} }))).toThrow('waiting has after')
    expect(() => compile(chartOf({ waiting: { on: { go: { target: 'done', reenter: true } } }, done: {} }))).toThrow('reenter')
  })

  it('refuses a guard, a target or a deadline that nobody defined', () => {
    expect(() => compile(chartOf({ waiting: { on: { go: { guard: 'is ready', target: 'done' } } }, done: {} }))).toThrow('is ready')
    expect(() => compile(chartOf({ waiting: { on: { go: 'gone' } } }))).toThrow('gone')
    expect(() => compile(chartOf({ waiting: { meta: { deadline: 'time is up' }, on: { 'time is up': 'done' } }, done: {} }))).toThrow(
      'time is up',
    )
  })

  it('refuses a list of states that is not the chart’s', () => {
    expect(() => compile(chartOf({ waiting: {} }, { states: ['waiting', 'done'] }))).toThrow('done')
  })

  it('refuses to answer an event that no state listens to', () => {
    const table = compile(chartOf({ waiting: { on: { go: 'done' } }, done: {} }))
    expect(() => branchFor(table, 'waiting', 'stop', {}, defaultPolicy)).toThrow('stop')
  })

  it('differs from a machine that was changed: the proof can fail', () => {
    const table = compile(chartOf({ waiting: { on: { go: 'done' } }, done: {} }))
    const other = createMachine({ initial: 'waiting', context: {}, states: { waiting: { on: { go: {} } }, done: {} } })
    const from = { state: 'waiting', subject: { at: 0 as Instant }, signals: [] }
    expect(byTable(table, from, 'go', defaultPolicy)).not.toEqual(byXState(other, from, 'go', defaultPolicy))
  })
})
