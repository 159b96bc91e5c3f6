import { days, type Instant, isoInstant, later } from '#machines'
import type { AttemptRow } from '#machines'
import type { Invariant, Scene } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** The provider can be asked at any time: whoever asks now and then knows a day later, whatever was lost on the way. */
const knownWithin = days(1)

/** What became of a payment is not unknown for long: who was not told asks, with no person near. */
export const unknownIsFoundOut: Invariant = {
  code: 'BS056',
  name: 'what is unknown is found out',
  when: 'end',
  stance: 'policy',
  rests: 'truth',
  needs: ['attempts'],
  applies: (scene) => old(scene).length,
  violations: (scene) =>
    old(scene)
      .filter(({ status }) => status === 'unknown' || status === 'started')
      .map(({ id, who, startedAt, status }) =>
        witness(
          status,
          who,
          [about('attempt', id)],
          `${who}'s ${id} was started at ${isoInstant(startedAt)}; what became of it nobody has asked`,
        ),
      ),
}

/** Longer ago than it may take. While the storm lasts workers may be down, so only the end is judged. */
const old = (scene: Scene): readonly AttemptRow[] =>
  (scene.view.attempts ?? []).filter((attempt) => later(sentAt(scene, attempt), knownWithin) < scene.now)

/** What was dead is sent when a person has it tried again: from then on it may be unknown. */
function sentAt({ truth }: Scene, { id, startedAt }: AttemptRow): Instant {
  let last = startedAt
  for (const { command, repliedAt, reply } of truth.commands)
    if (command.do === 'replay' && command.job === id && reply?.kind === 'accepted' && repliedAt! > last) last = repliedAt!
  return last
}
