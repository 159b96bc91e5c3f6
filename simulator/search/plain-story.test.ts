import { days } from '#machines'
import { describe, expect, it } from 'vitest'
import type { Value } from '../kernel/choices.ts'
import type { Candidate } from './candidate.ts'
import { candidateWith, lineOf, toyRun, violationOf } from './fake-run.fixture.ts'
import { failureId } from './identity.ts'
import { type Shrunk, shrink } from './shrink.ts'

const subscribe = (who: string, day = 0) => lineOf(who, 'subscribe', day, { do: 'subscribe', plan: 'pro', quantity: 2, method: 'card' })
const events = ['customer.created', 'invoice.created', 'subscription.created', 'subscription.updated']
const points = ['before read row', 'after read row', 'before write row']

/** Whoever signs up has these events, each with the questions that come up about it. */
const asks = ({ workload }: Candidate): readonly string[] =>
  [...new Set(workload.story.map(({ who }) => who))].flatMap((who) =>
    events.flatMap((event) => [
      `${who}/${event}/late`,
      `${who}/${event}/delivery 1/redeliver`,
      ...points.map((point) => `${who}/${event}/delivery 1/${point}/hold`),
    ]),
  )

const found = (
  candidate: Candidate,
  breaks: Parameters<typeof toyRun>[0],
  clause = 'twice',
  mayDeviate: (kind: string) => boolean = () => true,
): Shrunk => {
  const shrunk = shrink(
    { candidate, violation: violationOf(candidate, clause) },
    toyRun(breaks, () => true, asks),
    400,
    mayDeviate,
  )
  if (shrunk === undefined) throw new Error('the toy failure must repeat')
  return shrunk
}
/** Somebody signed up, and a deviation has a name like this. */
const has = ({ workload, record }: Candidate, pattern: RegExp): boolean =>
  workload.story.some(({ id }) => id === 'subscribe') && [...record.keys()].some((name) => pattern.test(name))
const cancel = lineOf('ada', 'cancel', 30, { do: 'cancel', when: 'now' })
const seed = (choices: Readonly<Record<string, Value>>): Candidate =>
  candidateWith([subscribe('ada', 3), cancel, subscribe('cleo', 9)], choices)

describe('a failure that needs a fault', () => {
  /** A race: a pause anywhere between reading and writing. */
  const race = (_: unknown, candidate: Candidate): boolean => has(candidate, /subscription.created.*(after read|before write) row\/hold$/)

  it('comes out alike from seeds that lead to different minima', () => {
    const seeds = [
      seed({ 'ada/subscription.created/delivery 1/before write row/hold': '20 min', 'ada/customer.created/late': '1 day' }),
      seed({ 'ada/subscription.created/delivery 2/after read row/hold': '2 h', 'cleo/customer.created/late': '1 day' }),
      seed({ 'ada/subscription.created/delivery 3/before write row/hold': '1 s' }),
    ]
    const shrunk = seeds.map((each) => found(each, race))
    expect(new Set(shrunk.map(({ candidate, violation }) => failureId(candidate, violation))).size).toBe(1)
    for (const { candidate, isMinimal, verified, elements } of shrunk) {
      expect([...candidate.record.keys()][0]).toMatch(/delivery 1\/after read row\/hold$/)
      expect([isMinimal, verified, elements]).toEqual([true, 2, 2])
    }
  })

  it('is shown by the simplest kind of deviation that shows it', () => {
    const late = (_: unknown, candidate: Candidate): boolean =>
      has(candidate, /subscription.created\/(late|delivery 1\/before write row\/hold)$/)
    const { candidate } = found(seed({ 'ada/subscription.created/delivery 1/before write row/hold': '1 s' }), late)
    expect([...candidate.record.keys()]).toEqual(['ada/subscription.created/late'])
  })

  it('is looked for only under deviations that may strike', () => {
    const late = (_: unknown, candidate: Candidate): boolean =>
      has(candidate, /subscription.created\/(late|delivery 1\/before write row\/hold)$/)
    const { candidate } = found(
      seed({ 'ada/subscription.created/delivery 1/before write row/hold': '1 s' }),
      late,
      'twice',
      (kind) => kind === 'hold',
    )
    expect([...candidate.record.keys()]).toEqual(['ada/subscription.created/delivery 1/before write row/hold'])
  })

  it('may show in other words there, as long as a fault is still what it takes', () => {
    const words = (text: (name: string) => boolean, candidate: Candidate): string | boolean =>
      !has(candidate, /late$/) ? false : text('ada/cancel') ? 'status' : 'missing'
    const { violation, candidate } = found(seed({ 'ada/invoice.created/late': '1 day' }), words, 'status')
    expect(violation.witness.clause).toBe('missing')
    expect(candidate.workload.story).toHaveLength(1)
    const always = (text: (name: string) => boolean, candidate_: Candidate): string | boolean =>
      !text('ada/cancel') ? 'missing' : has(candidate_, /late$/) ? 'status' : false
    expect(found(seed({ 'ada/invoice.created/late': '1 day' }), always, 'status').violation.witness.clause).toBe('status')
  })

  it('is about something that has ended as well as about what lags, if it strikes amid the work and not on the way of a webhook', () => {
    // With the cancellation what was struck is over elsewhere, without it merely behind.
    const told = (text: (name: string) => boolean, candidate: Candidate): string | boolean =>
      has(candidate, /subscription.created/) && (text('ada/cancel') ? 'over' : 'status')
    const clauseOf = (name: string, value: Value): string => {
      const kind = name.slice(name.lastIndexOf('/') + 1)
      return found(seed({ [name]: value }), told, 'over', (each) => each === kind).violation.witness.clause
    }
    expect(clauseOf('ada/subscription.created/delivery 1/before write row/hold', '1 s')).toBe('status')
    expect(clauseOf('ada/subscription.created/late', '1 day')).toBe('over')
  })

  it('keeps the minimum of its own seed when nothing fails alike in the plain story', () => {
    const both = (text: (name: string) => boolean, candidate: Candidate): boolean => text('ada/cancel') && has(candidate, /x\/late$/)
    const { candidate } = found(seed({ 'ada/x/late': '1 day' }), both)
    expect([...candidate.record.keys()]).toEqual(['ada/x/late'])
    expect(candidate.workload.story.map(({ id }) => id)).toEqual(
      ['subscribe', 'cancel'].slice(candidate.workload.story.length === 1 ? 1 : 0),
    )
  })
})

describe('a payment that fails', () => {
  const outcome = 'ada/renewal 2024-02-29/attempt 1/outcome'
  /** Breaks when a renewal fails, by choice or by the card that is paid with then. */
  const renewalFails = (_: unknown, { workload, record }: Candidate): boolean =>
    workload.story.some(({ id }) => id === 'subscribe') &&
    (record.has(outcome) || workload.story.some(({ command, at }) => at > 0 && command.do === 'update method' && command.method !== 'card'))

  it('fails by a card that people have rather than by choice', () => {
    const { candidate } = found(candidateWith([subscribe('ada')], { [outcome]: 'declined:insufficient_funds' }), renewalFails)
    expect(candidate.record.size).toBe(0)
    expect(candidate.workload.story.map(({ command, at }) => [command.do, at])).toEqual([
      ['subscribe', 0],
      ['update method', days(1)],
    ])
  })

  it('stays a choice where no card does it', () => {
    const { candidate } = found(candidateWith([subscribe('ada')], { [outcome]: 'needs action' }), (_, { record }) => record.has(outcome))
    expect([...candidate.record]).toEqual([[outcome, 'declined:insufficient_funds']])
  })
})
