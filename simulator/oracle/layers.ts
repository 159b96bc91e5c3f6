import type { Instant, Zone } from '#machines'
import { midnightAfter } from './boundaries.ts'
import { plus, rational, rounded, zero, type Rational } from './rational.ts'

/** Something that grows by the second from an instant on, to its whole `price` over `length` seconds. */
export interface Layer {
  readonly from: Instant
  readonly price: number
  readonly length: number
  worth: Rational
}

/** What one invoice comes to: the new price's part, less the old price's as far as it was collected. */
export interface Bill {
  readonly owes: Layer
  readonly less: Layer | undefined
  /** The money that came for the period and stayed, when some of it went back. */
  readonly collected: readonly Layer[] | undefined
  /** One of several items of an invoice may give back more than it costs; so may a whole one before a tax that the old price was without. */
  readonly mayGiveBack: boolean
}

/** A layer that has not begun to grow. */
export const layerFrom = (from: Instant, price: number, length: number): Layer => ({ from, price, length, worth: zero })

export const secondOf = (instant: Instant): number => Math.floor(instant / 1_000)

export function comesTo({ owes, less, collected, mayGiveBack }: Bill, unit: number): number {
  if (less === undefined) return rounded(owes.worth, unit)
  const credit = Math.min(
    rounded(less.worth, unit),
    collected === undefined ? Infinity : collected.reduce((sum, layer) => sum + rounded(layer.worth, unit), 0),
  )
  const sum = rounded(owes.worth, unit) - Math.max(0, credit)
  return mayGiveBack ? sum : Math.max(0, sum)
}

/** Goes through a period day by day; each layer grows by its pieces. */
export function walk(zone: Zone, start: Instant, end: Instant, layers: readonly Layer[], ends: (until: Instant) => void): void {
  const cuts = layers.map((layer) => layer.from)
  for (let at = start; at < end;) {
    const dayEnd = midnightAfter(at, zone)
    let next = dayEnd < end ? dayEnd : end
    for (const cut of cuts) if (cut > at && cut < next) next = cut
    for (const layer of layers)
      if (layer.from <= at) layer.worth = plus(layer.worth, rational(layer.price * (secondOf(next) - secondOf(at)), layer.length))
    at = next
    if (at === dayEnd || at === end) ends(at)
  }
}
