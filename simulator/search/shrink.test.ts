import { days, hours } from '#machines'
import { describe, expect, it } from 'vitest'
import { elementsOf, keyOf, without } from './candidate.ts'
import { candidateWith, lineOf, toyRun, violationOf } from './fake-run.fixture.ts'
import { type Shrunk, shrink, shrinkAsync } from './shrink.ts'

const subscribe = { do: 'subscribe', plan: 'team', quantity: 3, method: 'card' } as const
const story = [
  lineOf('ada', 'subscribe', 0, subscribe),
  lineOf('ada', 'change plan', 9, { do: 'change plan', plan: 'pro' }),
  lineOf('ada', 'cancel', 30, { do: 'cancel', when: 'now' }),
  lineOf('bob', 'subscribe', 1, subscribe),
  lineOf('bob', 'cancel', 20, { do: 'cancel', when: 'period end' }),
  lineOf('cleo', 'subscribe', 60, subscribe),
]
const noise = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`ada/event ${index}/redeliver late`, '4 days'] as const))
const large = candidateWith(story, {
  ...noise,
  'ada/event x/delivery 1/redeliver late': '4 days',
  'bob/event y/late': '1 day',
  'jobs/renew/job twice': '12 s',
})

const needed = (has: (text: string) => boolean): boolean =>
  has('ada/subscribe') && has('ada/cancel') && has('ada/event x/delivery 1/redeliver late') && has('jobs/renew/job twice')

const shrunk = (run = toyRun(needed), budget = 400): Shrunk => {
  const found = shrink({ candidate: large, violation: violationOf(large) }, run, budget)
  if (found === undefined) throw new Error('the toy failure must repeat')
  return found
}

describe('shrink', () => {
  it('keeps exactly what the failure needs and proves each piece by a run without it', () => {
    const { candidate, verified, isMinimal, elements, shrunkFrom } = shrunk()
    expect(candidate.workload.story.map(({ who, id }) => `${who}/${id}`)).toEqual(['ada/subscribe', 'ada/cancel'])
    expect([...candidate.record.keys()].toSorted()).toEqual(['ada/event x/delivery 1/redeliver late', 'jobs/renew/job twice'])
    expect({ verified, isMinimal, elements, shrunkFrom }).toEqual({ verified: 4, isMinimal: true, elements: 4, shrunkFrom: 49 })
  })

  it('lowers values to the first of their vocabulary, commands to the simplest, times to round ones', () => {
    const { candidate } = shrunk()
    expect([...candidate.record.values()]).toEqual(['1 s', 'at once'])
    expect(candidate.workload.story.map(({ at }) => at)).toEqual([0, days(30)])
    expect(candidate.workload.story[0]!.command).toEqual({ do: 'subscribe', plan: 'basic', quantity: 1, method: 'card' })
    expect(candidate.workload.starts % days(1)).toBe(0)
    expect(candidate.workload.lasts).toBeLessThan(days(90))
  })

  it('brings home what has nothing to do with the currency or the zone, and leaves abroad what has', () => {
    const abroad = { ...large.workload.policy, currency: 'kwd', zone: 'Pacific/Apia' } as const
    const found = (needs: (policy: typeof large.workload.policy) => boolean) => {
      const candidate = { ...large, workload: { ...large.workload, policy: abroad } }
      const run = toyRun((has, { workload }) => needed(has) && needs(workload.policy))
      const { currency, zone } = shrink({ candidate, violation: violationOf(candidate) }, run, 400)!.candidate.workload.policy
      return [currency, zone]
    }
    expect(found(() => true)).toEqual(['usd', 'UTC'])
    expect(found(({ zone }) => zone !== 'UTC')).toEqual(['usd', 'Pacific/Apia'])
    expect(found(({ currency }) => currency === 'kwd')).toEqual(['kwd', 'UTC'])
    expect(found(({ currency, zone }) => currency === 'kwd' && zone !== 'UTC')).toEqual(['kwd', 'Pacific/Apia'])
  })

  it('keeps a value that matters', () => {
    const run = toyRun((has, { record }) => needed(has) && record.get('jobs/renew/job twice') === '12 s')
    expect(shrunk(run).candidate.record.get('jobs/renew/job twice')).toBe('12 s')
  })

  it('goes only as round as the failure allows', () => {
    const run = toyRun((has, { workload }) => needed(has) && (workload.story.find(({ id }) => id === 'cancel')?.at ?? 0) > days(30))
    expect(shrunk(run).candidate.workload.story.find(({ id }) => id === 'cancel')!.at).toBe(days(30) + hours(3))
  })

  it('prefers a simpler kind of deviation when it fails as well', () => {
    const crash = 'ada/event x/delivery 1/before write account/crash'
    const candidate = candidateWith(story, { [crash]: '20 min' })
    const run = toyRun((has) => has('ada/subscribe') && (has(crash) || has('ada/event x/delivery 1/redeliver')))
    const found = shrink({ candidate, violation: violationOf(candidate) }, run, 100)
    expect([...found!.candidate.record]).toEqual([['ada/event x/delivery 1/redeliver', true]])
  })

  it('forgets choices that never came up without spending a run on them', () => {
    const found = shrunk(toyRun(needed, (name) => !name.startsWith('ada/event ') || name.startsWith('ada/event x')))
    expect(found.candidate.record.size).toBe(2)
    expect(found.executions).toBeLessThan(32)
  })

  it('stays within its class and hands over the others it met', () => {
    const run = toyRun((has) => (needed(has) ? true : has('ada/subscribe') ? 'other clause' : false))
    const found = shrunk(run)
    expect(found.violation.witness.clause).toBe('twice')
    expect(found.others.map(({ violation }) => violation.witness.clause)).toEqual(['other clause'])
  })

  it('finds nothing in a failure that does not repeat', () => {
    expect(
      shrink(
        { candidate: large, violation: violationOf(large) },
        toyRun(() => false),
        100,
      ),
    ).toBeUndefined()
  })

  it('claims nothing when the budget ends first', () => {
    const found = shrunk(toyRun(needed), 8)
    expect(found).toMatchObject({ isMinimal: false, verified: 0, executions: 8 })
  })

  it('does the same with runs that are promises', async () => {
    const run = toyRun(needed)
    const found = await shrinkAsync({ candidate: large, violation: violationOf(large) }, async (candidate) => run(candidate), 400)
    expect(found).toEqual(shrunk(run))
  })

  it('never asks for one run twice', () => {
    const asked: string[] = []
    const run = toyRun(needed)
    shrunk((candidate) => (asked.push(keyOf(candidate)), run(candidate)))
    expect(new Set(asked).size).toBe(asked.length)
  })

  it('needs few runs', () => expect(shrunk().executions).toBeLessThanOrEqual(60))

  it('leaves a single element when removing another would hide it', () => {
    const run = toyRun((has) => has('bob/event y/late') !== has('jobs/renew/job twice') || needed(has))
    const { candidate } = shrunk(run)
    for (const element of elementsOf(candidate)) expect(run(without(candidate, [element])).verdict).toBe('held')
  })
})
