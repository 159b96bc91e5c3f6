import type { Instant } from '#machines'
import type { Workload } from '#simulator'
import { placesAbroad, worldAbroad } from './abroad.ts'
import { startsAt, workloadFor } from './cards.ts'
import type { Drawn } from './scenario.ts'

/** The life of `cards` in all currencies and by the clocks of all zones, begun where clocks are put, months end or years. */
export const cardsAbroad: Drawn = {
  kind: 'drawn',
  name: 'cards-abroad',
  about:
    'a few customers on cards in a currency and a zone of the seed’s, whose periods begin or end where clocks are put, at month ends, on leap days and at the end of a year',
  places: placesAbroad,
  workloadFor: (seed, starts) => abroadFor(seed, starts),
}

/** The workload of a seed: equal for equal seeds on every machine. */
export const abroadFor = (seed: number, starts?: Instant): Workload =>
  workloadFor(seed, { name: 'cards-abroad', ...worldAbroad('cards-abroad', seed), ...startsAt(starts) })
