import { hours, minutes, seconds, type Duration } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { WorldFault } from './fault.ts'

const kind = choiceKind('sender gaps', [0, 500, 1_000])
const schedules = {
  'from 5 s': [seconds(5), seconds(30), minutes(5), hours(1), hours(6), hours(12)],
  'from 1 h': [hours(1), hours(2), hours(4), hours(8), hours(16)],
} as const satisfies Record<string, readonly Duration[]>
const gapSchedules = Object.keys(schedules) as readonly (keyof typeof schedules)[]

/**
 * How long the sender of webhooks pauses between copies. Vendors say that they back off and for how many days, not the
 * single gaps, so they are an input of the world. @source billing.md 1.7 ◐ three days; the gaps are not published
 */
export const senderGaps: WorldFault<readonly Duration[]> = {
  name: 'sender gaps',
  kind,
  strikes: 'world',
  class: 'timing',
  needs: ['webhooks'],
  input: (sender, choices) => {
    const schedule = choices.among(sender, kind, gapSchedules)
    return schedule === undefined ? undefined : schedules[schedule]
  },
}

/** Where nothing is drawn; the last gap goes on until the sender gives up. */
export const usualGaps: readonly Duration[] = [minutes(1), minutes(10), hours(1), hours(3), hours(6), hours(12)]
