import type { Fact } from '#machines'
import { hole } from '../template.ts'
import type { Cursor } from './varints.ts'

type Day = (at: number, by: number) => string
/** Makes a part of a fact: of an account, at a time, with the values that come next. */
type Make<Part> = (who: string, at: number, values: Cursor, day: Day) => Part
/** Makes a fact of a template. */
export type Maker = Make<Fact>

/** Before a hole that is no part of a text. */
const alone = 6
const asAlone = String.fromCharCode(alone)

/**
 * A template that is read once, and then only its holes are filled. What has none is the same object in all facts of it, which
 * nobody changes.
 * @param template one that `filled` makes the text of a fact of, which `JSON.parse` takes and which was held against its shape
 * @returns undefined for one whose own texts hold what looks like holes
 */
export function makerOf(template: string): Maker | undefined {
  if (template.includes('\\u00')) return undefined
  const make = partOf(JSON.parse(withMarks(template)))
  return typeof make === 'function' ? (make as Maker) : undefined
}

/** As JSON in which holes are texts, or in them. */
function withMarks(template: string): string {
  let marked = ''
  let isText = false
  for (let i = 0; i < template.length; i++) {
    const letter = template[i]!
    if (isText && letter === '\\') marked += letter + template[++i]!
    else if (isHole(template, i)) marked += isText ? mark(template, i) : `"${escaped(alone)}${markAlone(template, i, i)}"`
    else if (!isText && letter === '-' && isHole(template, i + 1)) marked += `"${escaped(alone)}-${markAlone(template, i, ++i)}"`
    else {
      if (letter === '"') isText = !isText
      marked += letter
    }
  }
  return marked
}

const isHole = (template: string, at: number): boolean => template.charCodeAt(at) <= hole.number
const escaped = (code: number): string => `\\u000${code}`
const mark = (template: string, at: number): string => escaped(template.charCodeAt(at))

/** A whole number by itself: with digits beside it, it would be another one. @param from where it begins, sign and all */
function markAlone(template: string, from: number, at: number): string {
  if (!/[[:,]/.test(template[from - 1] ?? '') || !/[\]},]/.test(template[at + 1] ?? ''))
    throw new RangeError('a template has a hole beside a number')
  return mark(template, at)
}

/** What a part is, or how it is made where there is a hole in it. */
function partOf(part: unknown): unknown {
  if (typeof part === 'string') return part.startsWith(asAlone) ? numberOf(part) : textOf(part)
  if (Array.isArray(part)) return listOf(part)
  return part === null || typeof part !== 'object' ? part : objectOf(part as Readonly<Record<string, unknown>>)
}

const isMade = (part: unknown): part is Make<unknown> => typeof part === 'function'

function listOf(parts: readonly unknown[]): unknown {
  const all = parts.map(partOf)
  if (!all.some(isMade)) return all
  return ((who, at, values, day) => all.map((each) => (isMade(each) ? each(who, at, values, day) : each))) satisfies Make<unknown>
}

function objectOf(parts: Readonly<Record<string, unknown>>): unknown {
  const base: Record<string, unknown> = {}
  const names: string[] = []
  const makes: Make<unknown>[] = []
  for (const [name, each] of Object.entries(parts)) {
    const part = partOf(each)
    base[name] = isMade(part) ? undefined : part
    if (!isMade(part)) continue
    names.push(name)
    makes.push(part)
  }
  if (names.length === 0) return base
  return ((who, at, values, day) => {
    const made = { ...base }
    for (let i = 0; i < names.length; i++) made[names[i]!] = makes[i]!(who, at, values, day)
    return made
  }) satisfies Make<unknown>
}

function textOf(text: string): unknown {
  // oxlint-disable-next-line no-control-regex -- the holes
  const pieces = text.split(/([\u0001-\u0005])/)
  if (pieces.length === 1) return text
  const [first = '', ...rest] = pieces
  const holes = rest.flatMap((piece, place) => (place % 2 === 0 ? [inText(piece.charCodeAt(0))] : []))
  const texts = rest.filter((_, place) => place % 2 === 1)
  return ((who, at, values, day) => {
    let made = first
    for (let i = 0; i < holes.length; i++) made += holes[i]!(who, at, values, day) + texts[i]!
    return made
  }) satisfies Make<string>
}

function numberOf(marked: string): Make<number> {
  if (marked[1] !== '-') return byHole(marked.charCodeAt(1))
  const make = byHole(marked.charCodeAt(2))
  return (who, at, values, day) => -make(who, at, values, day)
}

function byHole(kind: number): Make<number> {
  switch (kind) {
    case hole.at:
      return (_, at) => at
    case hole.instant:
      return (_, at, values) => values.instant(at)
    case hole.number:
      return (_, __, values) => values.whole()
    default:
      throw new RangeError(`a template has hole ${kind} where none may be`)
  }
}

function inText(kind: number): Make<string> {
  switch (kind) {
    case hole.account:
      return (who) => who
    case hole.day:
      return (_, at, values, day) => day(at, values.signed())
    default: {
      const make = byHole(kind)
      return (who, at, values, day) => String(make(who, at, values, day))
    }
  }
}
