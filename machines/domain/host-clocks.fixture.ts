/** When the clocks of a zone were or will be put, as the host's own data says it, searched day by day. For tests alone. */
export function hostClockChanges(
  zone: string,
  fromYear: number,
  toYear: number,
): readonly { readonly at: number; readonly minutes: number }[] {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const minutesAt = (instant: number): number => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const shown = Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second'])
    return (shown - instant) / 60_000
  }
  const dayMs = 86_400_000
  const begin = Date.UTC(fromYear, 0, 1)
  const found = [{ at: begin, minutes: minutesAt(begin) }]
  for (let day = begin; day < Date.UTC(toYear + 1, 0, 1); day += dayMs) {
    const before = found.at(-1)!.minutes
    const after = minutesAt(day + dayMs)
    if (after === before) continue
    let [low, high] = [day, day + dayMs]
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000
      if (minutesAt(middle) === before) low = middle
      else high = middle
    }
    found.push({ at: high, minutes: after })
  }
  return found
}
