import { faultsFor, type Struck } from '../faults/index.ts'
import type { Invariant } from '../oracle/scene.ts'
import type { System } from '../port.ts'
import { Landmarks } from './landmarks.ts'

/**
 * What all runs of a system have in common that are judged alike: whoever makes many has it made once. Nothing of it depends
 * on a run.
 */
export interface Common {
  readonly strikes: Struck
  /** Names of the points that activities come to. */
  readonly landmarks: Landmarks
  /** Of the invariants those for which the view has all they need, and the codes of the others. */
  readonly checked: readonly Invariant[]
  readonly notChecked: readonly string[]
}

export function commonOf({ capabilities }: System, invariants: readonly Invariant[]): Common {
  const seen = new Set(capabilities.sights)
  const canSee = (invariant: Invariant): boolean => invariant.needs.every((sight) => seen.has(sight))
  return {
    strikes: faultsFor(capabilities),
    landmarks: new Landmarks(),
    checked: invariants.filter(canSee),
    notChecked: invariants.filter((invariant) => !canSee(invariant)).map(({ code }) => code),
  }
}
