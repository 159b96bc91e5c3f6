import type { Instant, Who } from '#machines'
import { later } from '#machines'
import type { Scene } from './scene.ts'

/** A signup that was asked for, and when its trial may have ended: at once for none, moved as far as operators asked. */
export interface TrialSpan {
  readonly hasTrial: boolean
  readonly earliest: Instant
  readonly latest: Instant
}

/** Signups of a customer that may have counted. A request without an answer counts both ways. */
export function trialSpans({ truth }: Scene, who: Who): readonly TrialSpan[] {
  const spans: TrialSpan[] = []
  for (const { who: asker, command, sentAt, reply } of truth.commands) {
    if (asker !== who || command.do !== 'subscribe' || reply?.kind === 'refused') continue
    if (command.trial === undefined) {
      spans.push({ hasTrial: false, earliest: sentAt, latest: sentAt })
      continue
    }
    const ends = later(sentAt, command.trial)
    let [earliest, latest] = [ends, ends]
    for (const { who: mover, command: move, sentAt: movedAt, reply: answer } of truth.commands) {
      if (mover !== who || answer?.kind === 'refused' || movedAt < sentAt) continue
      if (move.do === 'extend trial') latest = later(latest, move.by)
      // It may be cut to the moment at which that was asked, and no further.
      if (move.do === 'cut trial') earliest = Math.max(Math.min(earliest, movedAt), earliest - move.by) as Instant
    }
    spans.push({ hasTrial: true, earliest, latest })
  }
  return spans
}
