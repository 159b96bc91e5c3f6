import type { Invariant, Scene } from './scene.ts'

/** A judge that finds nothing wrong: it only looks, as often as others judge. Scenes go on with their run: what is to be kept is taken out. */
export const eye = (when: Invariant['when'], sees: (scene: Scene) => void): Invariant => ({
  code: 'BS000',
  name: 'looks on',
  when,
  needs: [],
  stance: 'universal',
  rests: 'truth',
  applies(scene) {
    sees(scene)
    return 0
  },
  violations: () => [],
})
