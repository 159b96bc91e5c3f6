import type { Instant, Who } from '#machines'
import type { Scene } from './scene.ts'

/** When a customer's account was deleted for sure; undefined while it was not, or nobody saw an answer. */
export function deletedAt({ truth }: Scene, who: Who): Instant | undefined {
  for (const { who: asker, command, reply, repliedAt } of truth.commands)
    if (asker === who && command.do === 'delete account' && reply?.kind === 'accepted') return repliedAt
  return undefined
}

/** It was asked for, and not refused: from then on it may be so. */
export const mayBeDeleted = ({ truth }: Scene, who: Who): boolean =>
  truth.commands.some((each) => each.who === who && each.command.do === 'delete account' && each.reply?.kind !== 'refused')
