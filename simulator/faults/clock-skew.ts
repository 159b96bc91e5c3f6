import { seconds, type Duration } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { WorldFault } from './fault.ts'

const kind = choiceKind('clock skew', [0, 0, 500, 1_000])
const skews = { '1 s ahead': seconds(1), '1 s behind': seconds(-1), '5 s ahead': seconds(5), '5 s behind': seconds(-5) } as const
const clockSkews = Object.keys(skews) as readonly (keyof typeof skews)[]

/** A worker's clock is seconds ahead of the world's, or behind: its neighbours' are not. */
export const clockSkew: WorldFault<Duration> = {
  name: 'clock skew',
  kind,
  strikes: 'world',
  class: 'timing',
  needs: ['controlled clock'],
  input: (worker, choices) => {
    const skew = choices.among(worker, kind, clockSkews)
    return skew === undefined ? undefined : skews[skew]
  },
}
