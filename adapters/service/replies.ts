import type { CommandReply } from '#machines'
import type { Failed } from '#simulator'
import type { Asked as Heard } from './children/ask.ts'

/** Its process ended, or closed the line. */
const noAnswer = 502

export const statusOf = (heard: Heard): number => (heard.kind === 'answered' ? heard.status : noAnswer)

/** @param asksAgain whether a customer whom it has failed asks again, or takes that for a no */
export function replied(heard: Heard, asksAgain: boolean): CommandReply | Failed {
  const status = statusOf(heard)
  if (status >= 500 && asksAgain) return { kind: 'failed' }
  return status >= 200 && status < 300 ? { kind: 'accepted' } : { kind: 'refused', reason: String(status) }
}
