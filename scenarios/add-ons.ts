import type { AddOn, Policy } from '#machines'
import { chargeUnitOf, intervals, minor } from '#machines'
import type { Wish } from './cards.ts'

/** So many periods of each interval a year's price is worth, about. */
const periods = { week: 40, month: 10, year: 1 } as const

/** What may be bought beside the plans of a catalogue: one by every interval, one by the interval of the cheapest plan alone. */
export function addOnsFor(policy: Policy): readonly AddOn[] {
  const unit = chargeUnitOf(policy)
  const [first] = policy.plans
  const [price, own] = [first?.price ?? 0, first?.interval ?? 'month']
  const by = (interval: (typeof intervals)[number]) =>
    minor(Math.max(1, Math.round((price * 0.45 * periods[own]) / periods[interval] / unit)) * unit)
  return [
    { key: 'storage', prices: Object.fromEntries(intervals.map((interval) => [interval, by(interval)])) },
    { key: 'support', prices: { [own]: minor(Math.round((price * 1.3) / unit) * unit) } },
  ]
}

export const addOnWishes = ({ addOns = [] }: Policy): readonly Wish[] => {
  const keys = addOns.map(({ key }) => key)
  return [
    [(draw) => ({ do: 'change add-on', addOn: draw.among(keys), quantity: draw.within(1, 4) }), 16],
    [(draw) => ({ do: 'change add-on', addOn: draw.among(keys), quantity: draw.within(0, 2) }), 5],
    [(draw) => ({ do: 'change add-on', addOn: draw.among(keys), quantity: draw.within(0, 2), when: 'now' }), 5],
  ]
}
