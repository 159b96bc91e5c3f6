import type { Duration, Instant } from './instant.ts'
import { minutes } from './instant.ts'

/** What a job is about decides how often it is tried: money, word to people, or anything else. */
export const jobTypes = ['payment', 'notification', 'other'] as const
export type JobType = (typeof jobTypes)[number]

/** Where the job chart may stand. */
export const jobStates = ['waiting', 'attempted', 'backing off', 'dead', 'replayed', 'done'] as const
export type JobState = (typeof jobStates)[number]

/** What the outbox keeps of a job beside what it does. Plain data: it outlives the worker. */
export interface Job {
  readonly type: JobType
  readonly state: JobState
  /** Failed tries since it began or was replayed. */
  readonly failed: number
  /** When the last of them failed. */
  readonly failedAt: Instant
}

/** How jobs that fail are tried again. */
export interface JobPolicy {
  /** From a failed try to the next, by type. The first run is a try as well, so there is one try more than there are gaps. */
  readonly gaps: Readonly<Record<JobType, readonly Duration[]>>
  /** A worker's death is no failed try; so many in a row over one job are. */
  readonly deaths: number
}

const long = Array.from({ length: 7 }, () => minutes(25))

/** Payment jobs have 3 tries, notifications 10, all others 4. */
export const defaultJobPolicy: JobPolicy = {
  gaps: {
    payment: [minutes(1), minutes(5)],
    notification: [minutes(1), minutes(5), ...long],
    other: [minutes(1), minutes(5), minutes(25)],
  },
  deaths: 12,
}
