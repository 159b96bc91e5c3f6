import { conformance, type ConformanceRule } from '#adapters'
import type { View } from '#machines'
import { native, type Activity, type Input, type System, type World } from '#simulator'
import { describe, expect, it } from 'vitest'
import { planted, type Planted } from './planted.fixture.ts'
import { systemNamed } from './systems.ts'

const look = async (make: () => System | Promise<System>) => conformance(make, { patienceMs: 300 })

describe('a system of ours keeps to the port', () => {
  it.each(['reference', 'mirror'])('%s', async (name) => {
    const { offences, notLookedAt, kept } = await conformance(() => systemNamed(name).create())
    expect(offences).toEqual([])
    expect(notLookedAt).toEqual([])
    expect(kept).toHaveLength(12)
  })
})

describe('what is planted is named by its rule', () => {
  it.each([
    ['throws in boot', 'comes up', /boot threw TypeError: boom/],
    ['never boots', 'comes up', /boot has not ended after 0\.3 s/],
    ['throws in reset', 'throws nothing', /in reset: threw TypeError: boom/],
    ['never resets', 'moves on', /reset has not ended/],
    ['throws in receive', 'throws nothing', /in receive of .*: threw/],
    ['throws in resume', 'throws nothing', /threw in .*: TypeError: boom/],
    ['never resumes', 'moves on', /^job reconcile\/.*, resumed, has not ended/],
    ['throws in settle', 'throws nothing', /in settle: threw/],
    ['settles for nothing', 'shape', /in settle: undefined is not \{ waitsFor/],
    ['throws in view', 'throws nothing', /in view: threw/],
    ['never shows', 'moves on', /view has not ended/],
    ['shows too little', 'shape', /its view lacks subscriptions, which its capabilities promise/],
    ['shows NaN', 'shape', /invoices\.0\.total/],
    ['is no activity', 'shape', /is no activity/],
    ['pauses by a wink', 'shape', /it paused by "wink"/],
    ['answers no status', 'shape', /which is no HTTP status/],
    ['names an activity otherwise', 'shape', /its activity is named/],
    ['names two children alike', 'names once', /a fork names a second activity/],
    ['names two landmarks alike', 'names once', /was drawn twice/],
    ['throws in close', 'closes', /close threw TypeError: boom/],
    ['never closes', 'closes', /close has not ended/],
  ] as const satisfies readonly (readonly [Planted, ConformanceRule, RegExp])[])('%s: %s', async (way, rule, says) => {
    const { offences } = await look(() => planted(way))
    expect(offences.map((each) => each.rule)).toEqual([rule])
    expect(offences[0]!.says).toMatch(says)
  })

  const mirror = (change: (of: System) => Partial<System>) => async (): Promise<System> => {
    const of = await systemNamed('mirror').create()
    return { ...of, ...change(of) }
  }
  const claims =
    (change: Partial<System['capabilities']>, more: (of: System) => Partial<System> = () => ({})) =>
    (of: System): Partial<System> => ({ capabilities: { ...of.capabilities, ...change }, ...more(of) })
  const withCustomer = (view: View, who: string): View => ({
    ...view,
    customers: [...(view.customers ?? []), { who, provider: undefined }],
  })
  /** Acknowledges or answers at once, and nothing else. */
  const shallow =
    (reply: unknown) =>
    (of: System): Partial<System> => ({
      receive: (input: Input): Activity =>
        input.kind === 'command'
          ? native(
              input.name,
              (function* () {
                return reply
              })(),
            )
          : of.receive(input),
    })

  it.each<readonly [string, ConformanceRule, RegExp, (of: System) => Partial<System>]>([
    [
      'a reset that leaves rows',
      'reset is clean',
      /after a reset its view has 1 customers where it had 0, one of them \{"who":"left"\}/,
      (of) => {
        let runs = 0
        return { reset: () => (runs++, of.reset()), view: () => (runs > 1 ? withCustomer(of.view() as View, 'left') : of.view()) }
      },
    ],
    [
      'a reset that leaves something in mind',
      'reset is clean',
      /one after a start anew does not: they part .*; something outlives a reset/,
      (of) => {
        const told = new Set<string>()
        return {
          receive: (input) => {
            if (input.kind !== 'delivery' || told.has(input.event.id)) return of.receive(input)
            told.add(input.event.id)
            return native(
              input.name,
              (function* () {
                return { status: 500 }
              })(),
            )
          },
        }
      },
    ],
    [
      'chance of its own',
      'repeats itself',
      /no two runs of one world are the same, after a start anew neither/,
      (of) => ({
        receive: (input) =>
          native(
            input.name,
            (function* () {
              yield {
                kind: 'step',
                landmark: 'draws',
                did: { subject: 'chance', writes: true, payload: String(Math.random()), says: 'draws' },
              }
              const inner = of.receive(input)
              for (let pause = inner.resume(undefined); ;) {
                if (pause instanceof Promise) throw new Error('a native system waits')
                if (pause.kind === 'done') return pause.reply
                pause = inner.resume(yield pause)
              }
            })(),
          ),
      }),
    ],
    [
      'a view that shows what it showed before',
      'view keeps up',
      /two looks at one moment differ: customers had 0 rows, and a moment later 1 row/,
      (of) => {
        let last: View = { customers: [], subscriptions: [], invoices: [] }
        return {
          view: () => {
            const old = last
            last = structuredClone(of.view() as View)
            return old
          },
        }
      },
    ],
    [
      'a view that is written a little later',
      'view keeps up',
      /two looks at one moment differ/,
      (of) => {
        let shown: View = { customers: [], subscriptions: [], invoices: [] }
        return {
          view: async () => {
            const now = structuredClone(of.view() as View)
            const had = shown
            setTimeout(() => (shown = now), 5)
            return had
          },
        }
      },
    ],
    [
      'a settle that never ends',
      'settle ends',
      /settle has not ended after 0\.3 s/,
      () => ({ settle: () => new Promise(() => undefined) }),
    ],
    [
      'a settle that always waits',
      'settle ends',
      /it waits for a letter, though nobody had asked anything/,
      () => ({ settle: () => ({ waitsFor: ['a letter'] }) }),
    ],
    [
      'a clock of its own',
      'keeps its claims',
      /clock controlled: .*\.issuedAt is 20\d\d-/,
      (of) => ({
        view: () => {
          const view = of.view() as View
          return {
            ...view,
            invoices: (view.invoices ?? []).map((row) => ({ ...row, issuedAt: new Date(2040, 1).getTime() as typeof row.issuedAt })),
          }
        },
      }),
    ],
    [
      'a section that stays empty',
      'keeps its claims',
      /it shows subscriptions, and never showed a row, while the provider has/,
      (of) => ({
        view: () => ({ ...(of.view() as View), subscriptions: [] }),
      }),
    ],
    [
      'a command that it does not take',
      'keeps its claims',
      /refused every signup with a good card: no such page/,
      claims({ commands: ['subscribe'] }, shallow({ kind: 'refused', reason: 'no such page' })),
    ],
    [
      'a signup that signs nobody up',
      'keeps its claims',
      /the provider has no subscription/,
      claims({ commands: ['subscribe'] }, shallow({ kind: 'accepted' })),
    ],
    ['a native level with promises', 'keeps its claims', /level native: .* gave a promise/, (of) => ({ settle: async () => of.settle() })],
    [
      'a page that nobody is sent to',
      'keeps its claims',
      /checkout: no signup led to a page/,
      claims({ checkout: true }, shallow({ kind: 'accepted' })),
    ],
    [
      'two jobs of one name',
      'keeps its claims',
      /jobs: two are called reconcile/,
      (of) => ({
        capabilities: {
          ...of.capabilities,
          jobs: [...of.capabilities.jobs, { ...of.capabilities.jobs[0]!, every: (of.capabilities.jobs[0]!.every * 3) as never }],
        },
      }),
    ],
    [
      'a version that there is not',
      'keeps its claims',
      /endpointVersion: "newest" is no API version/,
      claims({ endpointVersion: 'newest' }),
    ],
    ['a repair without a job', 'keeps its claims', /reconcile: it has no job that could/, claims({ jobs: [] })],
    [
      'a crash that it does not bear',
      'keeps its claims',
      /crash: after workers had died, .* still open/,
      (of) => {
        let open = 0
        return {
          reset: () => ((open = 0), of.reset()),
          receive: (input) => {
            const inner = of.receive(input)
            if (open > 0) throw new Error(`${open} still open`)
            open++
            return {
              name: inner.name,
              resume: (answer) => {
                const pause = inner.resume(answer)
                if (!(pause instanceof Promise) && pause.kind === 'done') open--
                return pause
              },
            }
          },
        }
      },
    ],
  ])('%s: %s', async (_, rule, says, change) => {
    const { offences } = await look(mirror(change))
    expect([...new Set(offences.map((each) => each.rule))]).toEqual([rule])
    expect(offences.map((each) => each.says)).toContainEqual(expect.stringMatching(says))
  })

  it('no system: system', async () => {
    expect(await look(() => ({ name: 'Loud' }) as unknown as System)).toMatchObject({
      offences: [{ rule: 'system', says: expect.stringContaining('name') }],
    })
    const { offences, notLookedAt } = await look(() => {
      throw new RangeError('no such table')
    })
    expect(offences).toEqual([{ rule: 'system', says: 'what makes it threw RangeError: no such table' }])
    expect(notLookedAt).toContainEqual({ rule: 'shape', because: 'it came no further than system' })
  })
})

it('a world that is never entered is told as what it is', async () => {
  let entered: World | undefined
  const make = async (): Promise<System> => {
    const of = await systemNamed('mirror').create()
    return { ...of, enter: (world) => ((entered = world), of.enter(world)) }
  }
  await look(make)
  expect(entered?.policy().currency).toBe('usd')
})
