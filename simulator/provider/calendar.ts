import type { Instant } from '#machines'

/** How often a price recurs: every `count` units. */
export interface Recurrence {
  readonly interval: 'day' | 'week' | 'month' | 'year'
  readonly count: number
}

/** The provider's own calendar. It shares nothing with the billing system's, or an error would judge itself. */
export interface TwinCalendar {
  /**
   * The start of the period `index`, counted from the anchor; index 0 is the anchor itself.
   * A day that a month lacks becomes the month's last, and comes back afterwards.
   * @source SD/billing/subscriptions/billing-cycle
   */
  boundary(anchor: Instant, every: Recurrence, index: number): Instant
}

const dayMs = 86_400_000

const lastDayOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate()

export const calendar: TwinCalendar = {
  boundary(anchor, every, index) {
    const steps = every.count * index
    if (every.interval === 'day') return (anchor + steps * dayMs) as Instant
    if (every.interval === 'week') return (anchor + steps * 7 * dayMs) as Instant
    const from = new Date(anchor)
    const months = from.getUTCMonth() + (every.interval === 'year' ? 12 * steps : steps)
    const year = from.getUTCFullYear() + Math.floor(months / 12)
    const month = ((months % 12) + 12) % 12
    const day = Math.min(from.getUTCDate(), lastDayOf(year, month))
    const clock = anchor - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate())
    return (Date.UTC(year, month, day) + clock) as Instant
  },
}
