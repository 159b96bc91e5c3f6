import { mix, type ChoiceKind } from './choices.ts'

/**
 * How often each kind of deviation happens in one run: every kind draws its own intensity from its ladder, per seed.
 * All kinds on at drawn intensities found more planted bugs, sooner, than a fixed rate or subsets switched off.
 */
export function drawRates(key: readonly [number, number], kinds: readonly ChoiceKind[]): ReadonlyMap<ChoiceKind, number> {
  return new Map(kinds.map((kind) => [kind, kind.ladder[mix(key[0], kind.segment.h1, key[1], kind.segment.h2) % kind.ladder.length] ?? 0]))
}
