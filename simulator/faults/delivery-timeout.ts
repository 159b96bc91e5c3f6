import { between, later, seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { LandmarkFault } from './fault.ts'

const kind = choiceKind('delivery timeout', [0, 0, 5, 20, 60])
const aMoment = seconds(1)

/**
 * The handler of a webhook is so slow that its sender gives up waiting and sends it again, while the first still runs:
 * this is where concurrent duplicates come from.
 */
export const deliveryTimeout: LandmarkFault = {
  name: 'delivery timeout',
  kind,
  strikes: 'landmark',
  class: 'timing',
  needs: ['webhooks', 'interleaving'],
  at: (landmark, choices, { now, nextCopyAt }) => {
    if (nextCopyAt === undefined || nextCopyAt <= now || !choices.happens(landmark, kind)) return undefined
    return { does: 'hold', lasts: between(now, later(nextCopyAt, aMoment)) }
  },
}
