/** How long something took, over some times; milliseconds. */
export interface Quantiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** @param times one at least */
export function quantilesOf(times: readonly number[]): Quantiles {
  const ordered = times.toSorted((a, b) => a - b)
  const at = (part: number): number => ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * part))]!
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
