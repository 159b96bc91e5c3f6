import type { Instant } from '#machines'
import type { CommandTruth } from './scene.ts'

/**
 * Which of some requests may have been the last to count by an instant; `undefined` among them: perhaps none. Of what overlapped, or
 * has no answer, nobody outside can say whether it came first, last or never.
 * @param agreed none of them refused, in order of sending
 */
export function lastAgreed(at: Instant, agreed: readonly CommandTruth[]): readonly (CommandTruth | undefined)[] {
  let last: readonly (CommandTruth | undefined)[] = [undefined]
  const unanswered: CommandTruth[] = []
  for (const each of agreed) {
    const { sentAt, repliedAt } = each
    if (sentAt > at) break
    if (repliedAt === undefined) unanswered.push(each)
    const isAlone = agreed.every(
      (other) => other === each || other.sentAt > (repliedAt ?? Infinity) || (other.repliedAt ?? Infinity) < sentAt,
    )
    last = repliedAt !== undefined && repliedAt < at && isAlone ? [each] : [...last, each]
  }
  return [...new Set([...last, ...unanswered])]
}

/** What a customer asked for and was not refused, in order of sending. */
export const agreedBy = (
  commands: readonly CommandTruth[],
  who: string,
  isAbout: (command: CommandTruth['command']) => boolean,
): readonly CommandTruth[] =>
  commands
    .filter((each) => each.who === who && each.reply?.kind !== 'refused' && isAbout(each.command))
    .toSorted((a, b) => a.sentAt - b.sentAt)
