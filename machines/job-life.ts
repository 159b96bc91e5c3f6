import { never } from './domain/account.ts'
import type { Effect } from './domain/effect.ts'
import type { Instant } from './domain/instant.ts'
import type { Job, JobType } from './domain/job.ts'
import type { Policy } from './domain/policy.ts'
import { branchFor, dueIn, type Table } from './compile.ts'

/** What happens to a job from outside; that a retry is due its deadline says. */
export type JobEvent = 'taken' | 'succeeded' | 'failed' | 'replay' | 'pointless'

export interface Moved {
  readonly job: Job
  /** When it wants to be tried: at once, after a while, or never by itself. */
  readonly from: Instant
  /** It has just died: somebody must be told. */
  readonly isAlarming: boolean
}

/** Is told of every sentence of the chart that a job goes by. */
type Shows = (from: Job['state'], event: string, branch: { readonly sentence: number; readonly target: Job['state'] | undefined }) => void

export const newJob = (type: JobType, at: Instant): Job => ({ type, state: 'waiting', failed: 0, failedAt: at })

/** @returns undefined when the job is where that cannot happen to it, so that nothing does */
export function moveJob(
  table: Table<Job['state'], Job>,
  job: Job,
  event: JobEvent,
  policy: Policy,
  now: Instant,
  shows?: Shows,
): Moved | undefined {
  const ready = fired(table, job, policy, now, shows)
  const branch = branchFor(table, ready.state, event, ready, policy)
  if (branch === undefined) return undefined
  shows?.(ready.state, event, branch)
  let next: Job = { ...ready, state: branch.target ?? ready.state, failedAt: event === 'failed' ? now : ready.failedAt }
  for (const assign of branch.assigns) next = { ...next, ...assign(next) }
  return { job: next, from: fromOf(table, next, policy, now), isAlarming: branch.signals.includes('alert') }
}

/** A job whose retry has become due waits like a new one. */
function fired(table: Table<Job['state'], Job>, job: Job, policy: Policy, now: Instant, shows?: Shows): Job {
  const deadline = table.deadlines[table.stateIndex.get(job.state)!]
  if (deadline === undefined || dueIn(table, job.state, job, policy) > now) return job
  const branch = branchFor(table, job.state, deadline.event, job, policy)
  if (branch?.target === undefined) return job
  shows?.(job.state, deadline.event, branch)
  return { ...job, state: branch.target }
}

function fromOf(table: Table<Job['state'], Job>, job: Job, policy: Policy, now: Instant): Instant {
  if (job.state === 'dead' || job.state === 'done') return never
  const due = dueIn(table, job.state, job, policy)
  return due === never ? now : due
}

/**
 * The type of the job that carries an effect out; undefined for asking what became of a payment, which changes nothing and
 * goes on until it is known: an unknown payment is no dead letter.
 */
export function jobTypeOf(kind: Effect['kind']): JobType | undefined {
  switch (kind) {
    case 'start attempt':
    case 'answer bank':
    case 'cancel payment':
    case 'start refund':
      return 'payment'
    case 'send notice':
    case 'raise alert':
      return 'notification'
    case 'create customer':
    case 'attach method':
    case 'number invoice':
      return 'other'
    case 'look up attempt':
      return undefined
    default:
      throw new RangeError(`no such effect: ${JSON.stringify(kind satisfies never)}`)
  }
}
