import { days, defaultPolicy, minor } from '#machines'
import { describe, expect, it } from 'vitest'
import type { Workload } from '../kernel/plan.ts'
import { type Candidate, whoOf } from './candidate.ts'
import { candidateWith, lineOf, toyRun, violationOf } from './fake-run.fixture.ts'
import { failureId } from './identity.ts'
import { shortStories } from './short-stories.ts'
import { type Shrunk, shrink } from './shrink.ts'

const signup = lineOf('ada', 'subscribe 2', 3, { do: 'subscribe', plan: 'pro', quantity: 2, method: 'card expired', trial: days(14) })
const whole: Workload['policy'] = {
  ...defaultPolicy,
  plans: [...defaultPolicy.plans, { key: 'yearly', price: minor(19_990), interval: 'year' }],
  addOns: [{ key: 'storage', prices: { month: minor(450) } }],
}
const storm = (policy = defaultPolicy): Workload => ({ ...candidateWith([signup], {}).workload, policy })

describe('short stories', () => {
  it('begin with those of fewest commands, so that nothing larger is told where less will do', () => {
    const lengths = shortStories(signup, storm(whole)).map((story) => story.length)
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
  })

  it('are different, and hold no line twice', () => {
    const stories = shortStories(signup, storm(whole))
    expect(new Set(stories.map((story) => JSON.stringify(story.map(({ at, command }) => [at, command])))).size).toBe(stories.length)
    for (const story of stories) expect(new Set(story.map(({ id }) => id)).size).toBe(story.length)
  })

  it('hang on who signed up and on what is sold, and not on how the seed had it', () => {
    const other = lineOf('ada', 'subscribe 2', 9, { do: 'subscribe', plan: 'team', quantity: 5, method: 'card' })
    expect(shortStories(other, storm())).toEqual(shortStories(signup, storm()))
    const kinds = (policy: Workload['policy']) =>
      new Set(shortStories(signup, storm(policy)).flatMap((story) => story.map(({ command }) => command.do)))
    expect(kinds(defaultPolicy)).not.toContain('change add-on')
    expect(kinds(whole)).toContain('change add-on')
  })
})

describe('a failure that needs no fault', () => {
  const found = (story: Parameters<typeof candidateWith>[0], breaks: Parameters<typeof toyRun>[0], choices = {}): Shrunk => {
    const candidate = candidateWith(story, choices)
    const shrunk = shrink({ candidate, violation: violationOf(candidate) }, toyRun(breaks), 400)
    if (shrunk === undefined) throw new Error('the toy failure must repeat')
    return shrunk
  }
  const plain = lineOf('ada', 'subscribe', 0, { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' })
  const kindsIn = (candidate: { workload: Workload }): readonly string[] => candidate.workload.story.map(({ command }) => command.do)

  it('is told in one story, whichever of several commands the seed had', () => {
    const breaks = (_: unknown, { workload }: { workload: Workload }): boolean =>
      kindsIn({ workload }).includes('subscribe') && /grant credit|change plan|pause/.test(String(kindsIn({ workload })))
    const shrunk = [
      found([plain, lineOf('ada', 'credit', 9, { do: 'grant credit', amount: minor(980) })], breaks),
      found([plain, lineOf('ada', 'change plan', 29, { do: 'change plan', plan: 'team' })], breaks),
    ]
    expect(new Set(shrunk.map(({ candidate, violation }) => failureId(candidate, violation))).size).toBe(1)
    for (const { candidate, isMinimal } of shrunk) expect([kindsIn(candidate), isMinimal]).toEqual([['subscribe', 'pause'], true])
  })

  it('stays as it is where that is smaller', () => {
    const breaks = (_: unknown, { workload }: { workload: Workload }): boolean =>
      kindsIn({ workload }).length === 1 || kindsIn({ workload }).includes('pause')
    expect(kindsIn(found([plain], breaks).candidate)).toEqual(['subscribe'])
  })

  it('is money that we give back rather than money that a bank takes back', () => {
    const dispute = 'ada/signup/payment 1/dispute'
    const breaks = (_: unknown, { workload, record }: { workload: Workload; record: ReadonlyMap<string, unknown> }): boolean =>
      kindsIn({ workload }).includes('subscribe') && (record.has(dispute) || kindsIn({ workload }).includes('refund'))
    const { candidate } = found([plain], breaks, { [dispute]: 'inquiry, then lost: a week on' })
    expect([kindsIn(candidate), candidate.record.size]).toEqual([['subscribe', 'refund'], 0])
    const only = found([plain], (_, { record }) => record.has(dispute), { [dispute]: 'inquiry, then lost: a week on' })
    expect([...only.candidate.record]).toEqual([[dispute, 'lost: a day on']])
  })
})

describe('a failure that needs a fault', () => {
  const simple = lineOf('ada', 'subscribe', 0, { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' })
  const change = lineOf('ada', 'change quantity', 30, { do: 'change quantity', quantity: 5 })
  const hold = 'ada/change quantity/before read facts/hold'
  const changesIn = ({ workload }: { readonly workload: Workload }): readonly number[] =>
    workload.story.flatMap(({ command, at }) => (command.do === 'change quantity' ? [at] : []))
  const found = (candidate: ReturnType<typeof candidateWith>, breaks: Parameters<typeof toyRun>[0]): Shrunk => {
    const shrunk = shrink({ candidate, violation: violationOf(candidate) }, toyRun(breaks), 400)
    if (shrunk === undefined) throw new Error('the toy failure must repeat')
    return shrunk
  }

  it('is told without one where that comes out in the very same words', () => {
    // A change soon after the signup fails, and a pause makes a late one as good as that.
    const breaks = (has: (name: string) => boolean, each: { readonly workload: Workload }): boolean =>
      has('ada/subscribe') && changesIn(each).some((at) => at < days(1) || has(hold))
    const { candidate, isMinimal } = found(candidateWith([simple, change], { [hold]: '1 s' }), breaks)
    expect([changesIn(candidate), candidate.record.size, isMinimal]).toEqual([[0], 0, true])
  })

  it('keeps it where only other words come out without', () => {
    const breaks = (has: (name: string) => boolean, each: { readonly workload: Workload }): string | boolean =>
      has('ada/subscribe') && changesIn(each).length > 0 && (has(hold) ? 'twice' : changesIn(each).some((at) => at < days(1)) && 'once')
    expect([...found(candidateWith([simple, change], { [hold]: '1 s' }), breaks).candidate.record.keys()]).toEqual([hold])
  })

  it('is what people do where somebody did the same at a dashboard', () => {
    const dashboard = 'ada/sub_ada_1/1 s on/out of band'
    const breaks = (has: (name: string) => boolean, each: Candidate): boolean =>
      has('ada/subscribe') && (each.record.get(dashboard) === 'changes the quantity' || changesIn(each).length > 0)
    const { candidate } = found(candidateWith([simple], { [dashboard]: 'changes the quantity' }), breaks)
    expect([candidate.workload.story.map(({ command }) => command.do), candidate.record.size]).toEqual([
      ['subscribe', 'change quantity'],
      0,
    ])
  })
})

it('a failure is about the customer in a record id where no name is given', () => {
  const members = ['bob', 'ada']
  const about = (who: string | undefined) => whoOf({ witness: { clause: 'twice', who, subjects: [], says: '' } }, members)
  expect(['ada', 'cus_ada_1', 'cus_cleo_1', undefined].map(about)).toEqual(['ada', 'ada', undefined, undefined])
})
