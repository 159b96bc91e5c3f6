import type { Duration } from '#machines'
import { days, hours, minutes } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { OutboxFault } from './fault.ts'

const kind = choiceKind('poison job', [0, 0, 5, 20, 60])

/** When whoever is on call mends what is wrong with a job, counted from its first try, and how they have it tried again. */
export interface Repair {
  readonly mendedAfter: Duration
  /** Clicks on replay at one instant, once it is mended and dead. */
  readonly clicks: 1 | 2
  /** After the first alert they click at once and have mended nothing. */
  readonly isHasty: boolean
}

const mended = (mendedAfter: Duration, clicks: Repair['clicks'] = 1): Repair => ({ mendedAfter, clicks, isHasty: false })

/** As a record shows them, simplest first. */
const repairs = {
  '20 min': mended(minutes(20)),
  '2 min': mended(minutes(2)),
  '4 h': mended(hours(4)),
  '20 min, two clicks': mended(minutes(20), 2),
  '4 h, two clicks': mended(hours(4), 2),
  '1 day, and a click too early': { ...mended(days(1)), isHasty: true },
} as const satisfies Record<string, Repair>
const repairNames = Object.keys(repairs) as readonly (keyof typeof repairs)[]

/**
 * Every try of one job is refused as wrong until somebody mends the cause: a parameter that the provider does not take, an
 * address that no mail goes to. The request is refused before it begins, so it has no effect and its key stays free.
 * Whoever is on call hears the alert and has it tried again, now and then by two clicks, or too early.
 */
export const poisonJob: OutboxFault = {
  name: 'poison job',
  kind,
  strikes: 'outbox',
  class: 'outcome',
  needs: ['dead letters'],
  poisons: (job, choices) => {
    const repair = choices.among(job, kind, repairNames)
    return repair === undefined ? undefined : repairs[repair]
  },
}
