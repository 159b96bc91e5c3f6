import { describe, expect, it } from 'vitest'
import { days, type DeadLetterRow, defaultPolicy as policy, type Effect, type Instant, later, minutes, type Policy, utc } from '#machines'
import { reference } from './index.ts'
import { type Parts, referenceParts } from './parts.ts'
import { seen } from './seen.fixture.ts'

const starts = utc('2024-01-31')
const attempt = 'ada/sub 1/signup/attempt 1'

/** Ada signs up while these choices strike, each of them met, and nothing is broken by it. */
function signup(choices: Readonly<Record<string, string | true>>, under: Policy = policy) {
  const { truth, view, record, broken } = seen(starts, days(3), choices, under)
  expect([...record.keys()].toSorted()).toEqual(Object.keys(choices).toSorted())
  expect(broken).toEqual([])
  const triesOf = (job: string) => truth.tries.filter((each) => each.job === job).map(sinceStart)
  return { truth, view, letters: view['dead letters']!, triesOf }
}

const sinceStart = ({ at }: { readonly at: Instant }): number => (at - starts) / minutes(1)
const oneOf = (letters: readonly DeadLetterRow[]): DeadLetterRow => {
  expect(letters.length).toBe(1)
  return letters[0]!
}

describe('a payment job that is refused as wrong', () => {
  it('is tried at 0, +1 and +6 minutes, dies with one alert, and is replayed once by two clicks', () => {
    const { truth, view, letters, triesOf } = signup({ [`${attempt}/poison job`]: '20 min, two clicks' })
    expect(triesOf(attempt)).toEqual([0, 1, 6, 20])
    expect(truth.effects.filter(({ kind }) => kind === 'alert').map(sinceStart)).toEqual([6])
    expect(truth.commands.filter(({ command }) => command.do === 'replay').map(({ reply }) => reply?.kind)).toEqual(['accepted', 'refused'])
    expect(truth.charges.map(({ outcome }) => outcome)).toEqual(['succeeded'])
    expect(view.subscriptions).toMatchObject([{ status: 'active' }])
    expect(oneOf(letters)).toEqual({
      job: attempt,
      type: 'payment',
      about: 'start attempt',
      who: 'ada',
      state: 'done',
      tries: [0, 1, 6].map((after) => ({ at: later(starts, minutes(after)), error: '400 parameter_unknown' })),
      firstFailure: starts,
      lastFailure: later(starts, minutes(6)),
      nextTry: undefined,
      deadSince: undefined,
      deaths: [later(starts, minutes(6))],
      replays: [later(starts, minutes(20))],
      endedAt: later(starts, minutes(20)),
      cause: 'answer ada/method 1',
    })
  })

  it('is done by itself when it is mended before its last try: nobody is alarmed', () => {
    const { truth, letters, triesOf } = signup({ [`${attempt}/poison job`]: '2 min' })
    expect(triesOf(attempt)).toEqual([0, 1, 6])
    expect(truth.effects.filter(({ kind }) => kind === 'alert')).toEqual([])
    expect(oneOf(letters)).toMatchObject({ state: 'done', deaths: [], replays: [] })
  })

  it('dies once more when it is replayed before it is mended, and each death has its alert', () => {
    const { truth, letters, triesOf } = signup({ [`${attempt}/poison job`]: '1 day, and a click too early' })
    expect(triesOf(attempt).slice(0, 6)).toEqual([0, 1, 6, 6, 7, 12])
    expect(truth.effects.filter(({ kind }) => kind === 'alert').map(sinceStart)).toEqual([6, 12])
    expect(oneOf(letters)).toMatchObject({ deaths: { length: 2 }, replays: { length: 2 }, state: 'done' })
    expect(truth.charges.length).toBe(1)
  })

  it('is not looked up as if nobody knew what became of it', () => {
    const { truth } = signup({ [`${attempt}/poison job`]: '4 h' })
    expect(truth.tries.filter(({ asked }) => asked === 'payment_intents.list')).toEqual([])
  })
})

it('an attempt of unknown outcome is no failed try: it is looked up, and no letter tells of it', () => {
  const { letters, truth } = signup({ 'ada/subscribe/start attempt/timeout before': true })
  expect(letters).toEqual([])
  expect(truth.tries.map(({ asked }) => asked)).toContain('payment_intents.list')
})

it('answers that say nothing of the job are no failed tries, however often they come', () => {
  const again = Object.fromEntries(
    Array.from({ length: 5 }, (_, count) => [
      `job work/${new Date(later(starts, minutes(count + 3))).toISOString().replace('.000', '')}/create customer/rate limited`,
      true as const,
    ]),
  )
  expect(signup({ 'ada/subscribe/create customer/timeout before': true, ...again }).letters).toEqual([])
})

it('a customer, a card and a letter that are refused die after their own numbers of tries', () => {
  const jobs = { 'ada/customer': 4, 'ada/method 1': 4, 'ada/sub 1/signup/attempt 1 receipt': 10 }
  for (const [job, tries] of Object.entries(jobs)) {
    const { letters, triesOf } = signup({ [`${job}/poison job`]: '4 h' })
    expect(triesOf(job).length).toBe(tries + 1)
    expect(oneOf(letters)).toMatchObject({ job, tries: { length: tries }, deaths: { length: 1 }, replays: { length: 1 }, state: 'done' })
  }
})

describe('what our own code throws over a job', () => {
  /** The reference with code that throws over one kind of effect, a while or for ever. */
  const throwing = (kind: Effect['kind'], where: 'requestFor' | 'translateAnswer') => {
    const thrower: (effect: Effect) => void = (effect) => {
      if (effect.kind === kind) throw new TypeError('undefined is no object')
    }
    const parts: Parts =
      where === 'requestFor'
        ? { ...referenceParts, requestFor: (effect, zone) => (thrower(effect), referenceParts.requestFor(effect, zone)) }
        : {
            ...referenceParts,
            translateAnswer(effect, answer, started, now) {
              if (answer.kind === 'response') thrower(effect)
              return referenceParts.translateAnswer(effect, answer, started, now)
            },
          }
    return seen(starts, days(2), {}, policy, reference(parts))
  }

  it.each(['requestFor', 'translateAnswer'] as const)('is a failed try, in %s as well', (where) => {
    const { view, broken } = throwing('attach method', where)
    expect(broken).toEqual([])
    expect(oneOf(view['dead letters']!)).toMatchObject({ job: 'ada/method 1', state: 'dead', tries: { length: 4 }, deaths: { length: 1 } })
  })

  it('leaves a payment that was never sent with us, and one that was is looked up and known', () => {
    const unsent = throwing('start attempt', 'requestFor')
    expect(oneOf(unsent.view['dead letters']!)).toMatchObject({ job: attempt, state: 'dead', tries: { length: 3 } })
    expect(unsent.truth.charges).toEqual([])
    const sent = throwing('start attempt', 'translateAnswer')
    expect([sent.view['dead letters'], sent.truth.charges.length, sent.broken]).toEqual([[], 1, []])
    expect(sent.view.subscriptions).toMatchObject([{ status: 'active' }])
  })
})

it('a worker that dies over a job has failed none of its tries', () => {
  const { letters } = signup({ 'ada/subscribe/before attach method/crash': '1 s' })
  expect(letters).toEqual([])
})

it('a job over which a worker dies time and again is dead at last, since something must be wrong with it', () => {
  const few: Policy = { ...policy, jobs: { ...policy.jobs, deaths: 2 } }
  const { letters } = signup(
    {
      'ada/subscribe/before attach method/crash': '1 s',
      'job work/2024-01-31T00:10:00Z/before attach method/crash': '1 s',
    },
    few,
  )
  expect(oneOf(letters)).toMatchObject({ job: 'ada/method 1', state: 'done', tries: [{ error: 'its worker died each time' }] })
})
