import type { Invariant } from '../scene.ts'
import { about, witness } from '../witness.ts'
import { type Kpis, type Look, lookAt } from './kpis.ts'
import { recounted } from './recount.ts'

/** Whoever counts figures while a run goes on. */
export interface Meter {
  sees(look: Look): void
  readonly kpis: Kpis
}

/** A run's figures are the same, counted as it went and counted once more when it was over. Nothing is asked of the system, so it is in no catalogue. */
export const figuresAreCountedTwice = { code: 'BS202', name: 'figures come out the same twice' } as const

/**
 * Judges the meter and the recount by each other, run by run. It looks at everything, which takes longer than the run itself.
 * @param makeMeter a fresh one for each run
 */
export function figuresCountedTwice(makeMeter: () => Meter): Invariant {
  let meter = makeMeter()
  let looks: Look[] = []
  return {
    ...figuresAreCountedTwice,
    when: 'every commit',
    stance: 'policy',
    rests: 'truth',
    needs: ['subscriptions', 'invoices', 'ledger'],
    applies(scene) {
      if (scene.before === undefined) {
        meter = makeMeter()
        looks = []
      }
      const look = lookAt(scene)
      meter.sees(look)
      looks.push(look)
      return scene.at === 'end' ? 1 : 0
    },
    violations() {
      const [counted, again] = [meter.kpis, recounted(looks)]
      return (Object.keys(again) as (keyof Kpis)[])
        .filter((figure) => inText(counted[figure]) !== inText(again[figure]))
        .map((figure) =>
          witness(
            figure,
            undefined,
            [about('figure', figure)],
            `${figure} came to ${inText(counted[figure])} while the run went on, and to ${inText(again[figure])} when it was over`,
          ),
        )
    },
  }
}

const inText = (figure: Kpis[keyof Kpis]): string => JSON.stringify(figure) ?? 'nothing'
