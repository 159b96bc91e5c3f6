import { isoInstant } from '#machines'
import type { Invariant } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** A promise that fails unseen ends the process, or half of a change. */
export const noUnhandledRejection: Invariant = {
  code: 'BS010',
  name: 'no unhandled rejection',
  when: 'quiet',
  stance: 'universal',
  rests: 'truth',
  needs: [],
  applies: () => 1,
  violations: (scene) =>
    scene.truth.effects
      .filter((effect) => effect.kind === 'unhandled rejection')
      .map((effect) =>
        witness(
          'rejection',
          effect.who,
          [about('rejection', effect.detail)],
          `a promise failed unseen at ${isoInstant(effect.at)}: ${effect.detail}`,
        ),
      ),
}
