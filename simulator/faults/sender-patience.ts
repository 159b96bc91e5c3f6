import { seconds, type Duration } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { WorldFault } from './fault.ts'

const kind = choiceKind('sender patience', [0, 500, 1_000])
const spans = { '20 s': seconds(20), '5 s': seconds(5), '30 s': seconds(30), '2 s': seconds(2) } as const
const patiences = Object.keys(spans) as readonly (keyof typeof spans)[]

/** How long the sender of webhooks waits for an answer. No vendor says, so it is an input of the world. @source billing.md 1.7, not published */
export const senderPatience: WorldFault<Duration> = {
  name: 'sender patience',
  kind,
  strikes: 'world',
  class: 'timing',
  needs: ['webhooks'],
  input: (sender, choices) => {
    const patience = choices.among(sender, kind, patiences)
    return patience === undefined ? undefined : spans[patience]
  },
}

/** Where nothing is drawn. */
export const usualPatience: Duration = seconds(10)
