import { describe, expect, it } from 'vitest'
import { effectKinds } from './domain/effect.ts'
import { between, later, minutes, seconds, utc } from './domain/instant.ts'
import { type Job, jobTypes, type JobType } from './domain/job.ts'
import { defaultPolicy as policy } from './domain/policy.ts'
import { type JobEvent, jobTypeOf, moveJob, type Moved, newJob } from './job-life.ts'
import { standardParts } from './parts.ts'

const { job: table } = standardParts.tables
const start = utc('2024-01-31')
const move = (job: Job, event: JobEvent, now = start): Moved | undefined => moveJob(table, job, event, policy, now)

/** Tries a job whenever it wants to be tried, each try failing; in minutes after the first, when it was tried. */
function failsForEver(type: JobType): { readonly at: readonly number[]; readonly last: Moved } {
  const at: number[] = []
  let job = newJob(type, start)
  for (let now = start; ;) {
    at.push(between(start, now) / minutes(1))
    job = move(job, 'taken', now)!.job
    const failed = move(job, 'failed', now)!
    if (failed.isAlarming) return { at, last: failed }
    ;[job, now] = [failed.job, failed.from]
  }
}

describe('a job that always fails', () => {
  it('is tried three times at 0, +1 and +6 minutes when it is about money', () => {
    expect(failsForEver('payment').at).toEqual([0, 1, 6])
  })
  it('is tried four times when it is neither about money nor word to people', () => {
    expect(failsForEver('other').at).toEqual([0, 1, 6, 31])
  })
  it('is tried ten times when it is word to people', () => {
    expect(failsForEver('notification').at).toEqual([0, 1, 6, 31, 56, 81, 106, 131, 156, 181])
  })
  it.each(jobTypes)('is dead then, %s, and wants nothing by itself', (type) => {
    const { at, last } = failsForEver(type)
    expect(at.length).toBe(policy.jobs.gaps[type].length + 1)
    expect(last).toMatchObject({ from: Number.POSITIVE_INFINITY, job: { state: 'dead', failed: at.length } })
    expect(move(last.job, 'taken')).toBeUndefined()
    expect(move(last.job, 'failed')).toBeUndefined()
  })
})

describe('a dead job', () => {
  const dead = failsForEver('payment').last.job

  it('is replayed once: a second click finds nothing dead, and it has all its tries again', () => {
    const replayed = move(dead, 'replay')!
    expect(replayed).toMatchObject({ from: start, isAlarming: false, job: { state: 'replayed', failed: 0 } })
    expect(move(replayed.job, 'replay')).toBeUndefined()
    const taken = move(replayed.job, 'taken')!.job
    expect(move(taken, 'replay')).toBeUndefined()
    expect(move(taken, 'failed')).toMatchObject({ isAlarming: false, job: { state: 'backing off', failed: 1 } })
  })
  it('is done when somebody who was given up comes back with good news, and done for good', () => {
    const done = move(dead, 'succeeded')!.job
    expect(done.state).toBe('done')
    for (const event of ['taken', 'failed', 'replay', 'pointless'] as const) expect(move(done, event)).toBeUndefined()
  })
})

it('nobody takes a job that backs off before its retry is due', () => {
  const off = move(move(newJob('payment', start), 'taken')!.job, 'failed')!
  expect(move(off.job, 'taken', later(off.from, seconds(-1)))).toBeUndefined()
  expect(move(off.job, 'taken', off.from)!.job.state).toBe('attempted')
})

it('a worker that dies over a job has not failed it', () => {
  const taken = move(newJob('other', start), 'taken')!.job
  expect(move(taken, 'taken')!.job).toMatchObject({ state: 'attempted', failed: 0 })
})

it('every effect is a job of some type, but the look-up, which goes on until it knows', () => {
  expect(effectKinds.filter((kind) => jobTypeOf(kind) === undefined)).toEqual(['look up attempt'])
  expect(effectKinds.filter((kind) => jobTypeOf(kind) === 'payment')).toEqual([
    'start attempt',
    'cancel payment',
    'answer bank',
    'start refund',
  ])
})
