import type { Arena } from './arena.ts'
import type { Tally } from './tally.ts'

/** From so many runs on, what was never met is no accident any more. */
const wholeBlock = 20_000

/** What a storm could have met and did not: faults that were on and never struck, invariants whose precondition never held, currencies and zones. */
export interface Unmet {
  readonly faults: readonly string[]
  readonly invariants: readonly string[]
  readonly places: readonly string[]
}

export const unmetOf = (arena: Pick<Arena, 'ground' | 'faults'>, tally: Pick<Tally, 'faults' | 'applied' | 'places'>): Unmet => ({
  faults: arena.faults.filter((_, index) => !tally.faults.has(arena.ground.kinds[index]!.segment.text)),
  invariants: [...tally.applied].filter(([, count]) => count === 0).map(([code]) => code),
  places: placesOf(arena).filter((place) => !tally.places.has(place)),
})

/** Where the drawn scenarios of a ground come to, each once. */
export const placesOf = ({ ground }: Pick<Arena, 'ground'>): readonly string[] => [
  ...new Set(ground.scenarios.flatMap((scenario) => (scenario.kind === 'drawn' ? (scenario.places ?? []) : []))),
]

/** From so many runs on it is no accident that nothing happened at the provider. */
const someRuns = 10

/**
 * Why a storm of somebody else's system proves nothing, however few its runs: the provider never had anything to tell it, mostly since
 * it refused all that it was asked. Undefined when webhooks were sent to it.
 */
export function unheard({ system }: Pick<Arena, 'system'>, { runs, deliveries }: Pick<Tally, 'runs' | 'deliveries'>): string | undefined {
  if (system.capabilities.level === 'native' || runs < someRuns || [...deliveries.keys()].some((count) => count > 0)) return undefined
  return `in ${runs} runs no webhook was sent to ${system.name}: nothing that it listens to ever happened at the provider; does it refuse every signup?`
}

/**
 * Why a storm that broke nothing proves nothing; undefined when it does, or is too small to tell. It is asked only of a
 * whole storm of a system of ours: all drawn scenarios, every fault that can strike. Whoever leaves some out knows that
 * something cannot be met, and reads in the summary what.
 */
export function vacuity(
  arena: Pick<Arena, 'system' | 'isNarrowed'>,
  runs: number,
  { faults, invariants, places }: Unmet,
): string | undefined {
  if (arena.isNarrowed || arena.system.capabilities.level !== 'native' || runs < wholeBlock) return undefined
  const never = [
    ...(faults.length === 0 ? [] : [`${faults.join(', ')} never struck`]),
    ...(invariants.length === 0 ? [] : [`${invariants.join(', ')} had nothing to judge`]),
    ...(places.length === 0 ? [] : [`nobody paid ${places.join(', ')}`]),
  ]
  return never.length === 0 ? undefined : `in ${runs} runs ${never.join(' and ')}`
}
