import type { View } from '#machines'
import { type Invariant, runSync } from '#simulator'
import { openArena } from './arena.ts'
import { scenariosNamed, systemNamed } from './systems.ts'
import { twinFor } from './world.ts'

/** What a system shows at the end of a story as it is written. */
export async function endOf(system: string, scenario: string): Promise<{ readonly view: View; readonly broken: readonly string[] }> {
  const arena = await openArena(systemNamed(system), scenariosNamed([scenario]))
  const { workload, source } = arena.draw({ seed: 0, scenario })
  let view: View = {}
  const eye: Invariant = {
    ...arena.invariants[0]!,
    when: 'end',
    needs: [],
    applies: (scene) => {
      view = scene.view
      return 0
    },
  }
  const invariants = [...arena.invariants, eye]
  const { violations } = runSync({ system: arena.system, workload, source, invariants, makeTwin: twinFor(workload), keepGoing: true })
  return { view, broken: violations.map(({ code, witness }) => `${code} ${witness.clause}`) }
}
