import type { Duration } from '#machines'

const unitsMs = [
  ['D', 86_400_000],
  ['H', 3_600_000],
  ['M', 60_000],
] as const

/** `P1DT2H`, `PT0.25S`, `P0D`: the text of a span that is never negative, days being 24 hours. */
export function isoDuration(span: Duration): string {
  let rest: number = span
  const counts = unitsMs.map(([unit, ms]) => {
    const count = Math.floor(rest / ms)
    rest -= count * ms
    return count === 0 ? '' : `${count}${unit}`
  })
  const seconds = rest === 0 ? '' : `${rest / 1_000}S`
  const time = `${counts[1]}${counts[2]}${seconds}`
  const text = `P${counts[0]}${time === '' ? '' : `T${time}`}`
  return text === 'P' ? 'P0D' : text
}

const pattern = /^P(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,10})M)?(?:(\d{1,12})(?:\.(\d{1,3}))?S)?)?$/

/** Is this a span we can read? */
export const isIsoDuration = (text: string): boolean => pattern.test(text) && /\d[DHMS]$/.test(text)

/** @throws RangeError when the text is no span of days, hours, minutes and seconds */
export function parseIsoDuration(text: string): Duration {
  const parts = isIsoDuration(text) ? pattern.exec(text) : null
  if (parts === null) throw new RangeError(`${JSON.stringify(text)} is no span of time; write P3D or PT1H30M`)
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = parts
  const ms = Number(days) * 86_400_000 + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000
  return (ms + Number(fraction.padEnd(3, '0'))) as Duration
}
