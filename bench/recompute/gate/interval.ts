import { Random } from '../../facts/random.ts'

/** How many times as fast something is now as it was, and between which bounds that lies. */
export interface Change {
  readonly median: number
  readonly low: number
  readonly high: number
}

const resamples = 2_000
/** Of the resamples so many per mille lie below the interval, and as many above. */
const outsidePerMille = 25

/**
 * The median now by the median then, with a bootstrap interval of 95 %: both are drawn again and again from themselves. Draws are the
 * same each time.
 * @param now @param then speeds, one at least of each
 */
export function changeOf(now: readonly number[], then: readonly number[]): Change {
  const random = new Random('resamples')
  const again = (values: readonly number[]): readonly number[] => values.map(() => values[random.below(values.length)]!)
  const drawn = Array.from({ length: resamples }, () => medianOf(again(now)) / medianOf(again(then))).sort((a, b) => a - b)
  const cut = Math.floor((resamples * outsidePerMille) / 1_000)
  return { median: medianOf(now) / medianOf(then), low: drawn[cut]!, high: drawn[resamples - 1 - cut]! }
}

export function medianOf(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b)
  const middle = ordered.length >> 1
  return ordered.length % 2 === 1 ? ordered[middle]! : (ordered[middle - 1]! + ordered[middle]!) / 2
}
