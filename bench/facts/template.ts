import { dateWords, type Instant } from '#machines'

/**
 * A fact's text with holes where accounts, moments and numbers stood, so that facts that say the same of others, or at other times,
 * have one template. A hole is a control character, which the text of JSON never holds.
 */
export const hole = {
  /** The account's name. */
  account: 1,
  /** The fact's `at`, in milliseconds. */
  at: 2,
  /** An instant; its value is the signed difference from `at` in milliseconds. */
  instant: 3,
  /** A day of UTC, `2024-02-29`; its value is the signed number of days from the day of `at`. */
  day: 4,
  /** A whole number without a sign; its value. */
  number: 5,
} as const

const marks = ['', '\u0001', '\u0002', '\u0003', '\u0004', '\u0005'] as const
const dayMs = 86_400_000

const [quote, backslash, underscore, slash, colon, dash, zero, nine] = [34, 92, 95, 47, 58, 45, 48, 57] as const

/** A whole number of fewer digits is a number, else an instant. */
const instantDigits = 11
/** Longer runs of digits are left as they are: a double may not hold them. */
const mostDigits = 15

/** Signed values as unsigned ones: 0, −1, 1, −2 → 0, 1, 2, 3. */
export const folded = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)
export const unfolded = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

/** The day of an instant, counted from 1970. */
const dayOf = (at: number): number => Math.floor(at / dayMs)

/** @param by whole days @returns the day so long after that of an instant @throws RangeError when it leaves the calendar */
export function dayWords(at: number, by: number): string {
  const day = dayOf(at) + by
  if (day < firstDay || day > lastDay) throw new RangeError(`day ${day} is not between the years 1000 and 9999`)
  return dateWords((day * dayMs) as Instant)
}

const firstDay = Date.UTC(1_000, 0, 1) / dayMs
const lastDay = Date.UTC(9_999, 11, 31) / dayMs

/**
 * The template of a fact.
 * @param text its text as JSON, as it is written
 * @param values gets what stood in the holes, unsigned; accounts and `at` have none
 */
export function templateOf(text: string, who: string, at: number, values: number[]): string {
  let template = ''
  let copied = 0
  let name = ''
  const cut = (from: number, to: number, kind: number): void => {
    template += text.slice(copied, from)
    template += marks[kind]
    copied = to
  }
  /** @returns where the run of digits ends */
  const number = (from: number, end: number): number => {
    const day = dayAt(text, from, end)
    if (day !== undefined) {
      cut(from, from + 10, hole.day)
      values.push(folded(day - dayOf(at)))
      return from + 10
    }
    let to = from + 1
    while (to < end && isDigit(text.charCodeAt(to))) to++
    const digits = to - from
    if (digits > mostDigits || (digits > 1 && text.charCodeAt(from) === zero)) return to
    const value = Number(text.slice(from, to))
    if (digits < instantDigits) {
      cut(from, to, hole.number)
      values.push(value)
    } else if (value === at) cut(from, to, hole.at)
    else {
      cut(from, to, hole.instant)
      values.push(folded(value - at))
    }
    return to
  }
  for (let i = 0; i < text.length;) {
    const code = text.charCodeAt(i)
    if (isDigit(code)) i = number(i, text.length)
    else if (code !== quote) i++
    else {
      const start = i + 1
      const end = endOf(text, start)
      i = end + 1
      if (text.charCodeAt(i) === colon) {
        name = text.slice(start, end)
        continue
      }
      for (let j = start; j < end;) {
        const inside = text.charCodeAt(j)
        if (inside === backslash) j += text[j + 1] === 'u' ? 6 : 2
        else if (isAccount(text, j, who, start, end, name)) {
          cut(j, j + who.length, hole.account)
          j += who.length
        } else if (isDigit(inside)) j = number(j, end)
        else j++
      }
    }
  }
  return template + text.slice(copied)
}

const isDigit = (code: number): boolean => code >= zero && code <= nine

/** Where a text of JSON ends that begins there: at its closing quote. */
function endOf(text: string, start: number): number {
  for (let i = start; ; i++) {
    const code = text.charCodeAt(i)
    if (code === backslash) i++
    else if (code === quote) return i
  }
}

/** An account stands at the begin of a path, between the parts of a provider's id, or alone as `who`. */
function isAccount(text: string, at: number, who: string, start: number, end: number, name: string): boolean {
  const isFirst = at === start
  if (!isFirst && text.charCodeAt(at - 1) !== underscore) return false
  if (!text.startsWith(who, at)) return false
  const after = at + who.length
  if (after === end) return isFirst ? name === 'who' : true
  const next = text.charCodeAt(after)
  return after < end && (next === slash || next === underscore)
}

/** The day, counted from 1970, that is written there; undefined: none, or none of the calendar. */
function dayAt(text: string, from: number, end: number): number | undefined {
  if (from + 10 > end || text.charCodeAt(from + 4) !== dash || text.charCodeAt(from + 7) !== dash) return undefined
  if (from + 10 < end && isDigit(text.charCodeAt(from + 10))) return undefined
  const words = text.slice(from, from + 10)
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(words)) return undefined
  const moment = Date.UTC(Number(words.slice(0, 4)), Number(words.slice(5, 7)) - 1, Number(words.slice(8)))
  return dateWords(moment as Instant) === words ? moment / dayMs : undefined
}

/** A template cut at its holes, for whoever fills it often. */
export interface Pieces {
  /** What stands before each hole, and after the last. */
  readonly texts: readonly string[]
  readonly holes: readonly number[]
}

export function piecesOf(template: string): Pieces {
  const texts: string[] = []
  const holes: number[] = []
  let copied = 0
  for (let i = 0; i < template.length; i++) {
    const code = template.charCodeAt(i)
    if (code > hole.number) continue
    texts.push(template.slice(copied, i))
    holes.push(code)
    copied = i + 1
  }
  texts.push(template.slice(copied))
  return { texts, holes }
}

/** The text again. @param next gives the holes' values, in their order @throws RangeError of a hole that there is none of */
export function filled({ texts, holes }: Pieces, who: string, at: number, next: () => number, day = dayWords): string {
  let text = texts[0]!
  for (let i = 0; i < holes.length; i++) text += valueOf(holes[i]!, who, at, next, day) + texts[i + 1]!
  return text
}

function valueOf(kind: number, who: string, at: number, next: () => number, day: typeof dayWords): string {
  switch (kind) {
    case hole.account:
      return who
    case hole.at:
      return String(at)
    case hole.instant:
      return String(at + unfolded(next()))
    case hole.day:
      return day(at, unfolded(next()))
    case hole.number:
      return String(next())
    default:
      throw new RangeError(`a template has no hole ${kind}`)
  }
}

/** How many of its holes have values. */
export function valuesIn(template: string): number {
  let count = 0
  for (let i = 0; i < template.length; i++) {
    const code = template.charCodeAt(i)
    if (code === hole.instant || code === hole.day || code === hole.number) count++
  }
  return count
}

/** The words of days, remembered, since the same ones come up over and over. */
export function rememberedDays(): typeof dayWords {
  const words: string[] = []
  return (at, by) => {
    const day = dayOf(at) + by
    if (!(day >= 0 && day < remembered)) return dayWords(at, by)
    // Put in from the first on, so that it stays a list.
    for (let next = words.length; next <= day; next++) words.push(dayWords(0, next))
    return words[day]!
  }
}

/** Days since 1970, up to the year 2079. */
const remembered = 40_000
