import { dateWords } from './calendar.ts'

/** A moment of UTC: whole milliseconds since 1970. Providers cut it to whole seconds; we never go finer. */
export type Instant = number & { readonly __unit: 'instant' }

/** A span of time in whole milliseconds. */
export type Duration = number & { readonly __unit: 'duration' }

const secondMs = 1_000

export const seconds = (count: number): Duration => (count * secondMs) as Duration
export const minutes = (count: number): Duration => (count * 60 * secondMs) as Duration
export const hours = (count: number): Duration => (count * 3_600 * secondMs) as Duration
export const days = (count: number): Duration => (count * 86_400 * secondMs) as Duration

export const later = (instant: Instant, by: Duration): Instant => (instant + by) as Instant
export const between = (from: Instant, to: Instant): Duration => (to - from) as Duration

/**
 * Reads a date or a date and time of UTC.
 * @param text `2024-01-31`, `2024-01-31T09:00Z` or `2024-01-31T09:00:00.000Z`
 * @throws RangeError when the text is no such moment: an author's mistake
 */
export function utc(text: string): Instant {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{3})?)?Z)?$/.test(text))
    throw new RangeError(`${JSON.stringify(text)} is no moment of UTC; write 2024-01-31 or 2024-01-31T09:00:00Z`)
  const parsed = Date.parse(text.length === 10 ? `${text}T00:00:00.000Z` : text)
  if (Number.isNaN(parsed) || new Date(parsed).toISOString().slice(0, 10) !== text.slice(0, 10))
    throw new RangeError(`${JSON.stringify(text)} does not exist in the calendar`)
  return parsed as Instant
}

/** `2024-01-31T09:00:00Z`; milliseconds only where there are any. */
export function isoInstant(instant: Instant): string {
  const day = Math.floor(instant / dayMs)
  const ms = instant - day * dayMs
  const second = Math.floor(ms / secondMs)
  const rest = ms - second * secondMs
  const time = `${twoDigits(Math.floor(second / 3_600))}:${twoDigits(Math.floor(second / 60) % 60)}:${twoDigits(second % 60)}`
  return `${dateWords(instant)}T${time}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`}Z`
}

const dayMs = 86_400_000
const twoDigits = (count: number): string => (count < 10 ? `0${count}` : String(count))

/** `2024-01-31` */
export const isoDate = (instant: Instant): string => new Date(instant).toISOString().slice(0, 10)
