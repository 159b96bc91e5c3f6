import { isoInstant, utc } from '../domain/instant.ts'
import { minor } from '../domain/money.ts'
import type { Parts } from '../parts.ts'

/**
 * The golden cases that do not come out on these machines, by name: `month from 2024-01-31`. All of them come out on the standard
 * ones. The cases are loaded when somebody asks.
 */
export async function failingGoldenCases(parts: Parts): Promise<readonly string[]> {
  const [{ calendarCases, prorationCases }, { goldenLives }, { short, shownBy }] = await Promise.all([
    import('./arithmetic-cases.ts'),
    import('./lives/all.ts'),
    import('./shown.ts'),
  ])
  const failing: string[] = []
  for (const { anchor, interval, zone = 'UTC', boundaries } of calendarCases) {
    const counted = boundaries.map((_, n) => short(isoInstant(parts.calendar.boundary(utc(anchor), interval, n, zone))))
    if (!isSame(counted, boundaries)) failing.push(`${interval} from ${anchor}${zone === 'UTC' ? '' : ` in ${zone}`}`)
  }
  for (const { name, price, period, span, unit = 1, piece } of prorationCases)
    if (parts.proration.piece(minor(price), utc(span[0]), utc(span[1]), utc(period[0]), utc(period[1]), minor(unit)) !== piece)
      failing.push(name)
  for (const life of goldenLives) {
    let shown: unknown
    try {
      shown = shownBy(life, parts)
    } catch {
      // Machines that come to what cannot happen have failed the case.
      shown = undefined
    }
    if (!isSame(shown, life.ends)) failing.push(life.name)
  }
  return failing
}

/** Plain data, whatever the order of its fields. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  const [fieldsA, fieldsB] = [Object.entries(a), b as Readonly<Record<string, unknown>>]
  return fieldsA.length === Object.keys(fieldsB).length && fieldsA.every(([field, value]) => isSame(value, fieldsB[field]))
}
