import { join1, join2, type Name, parseName, segment, type Segment } from './name.ts'
import { Seen } from './seen.ts'

/** What a choice may be in a record: plain, comparable, in words where it can be. */
export type Value = true | number | string

/** One way a run may deviate. Its text ends the name of every choice of the kind. */
export interface ChoiceKind {
  readonly segment: Segment
  /** Chances per mille from which each seed draws this kind's rate; 0 switches the kind off for that seed. */
  readonly ladder: readonly number[]
}

const usualLadder = [0, 0, 15, 60, 200] as const

export const choiceKind = (text: string, ladder: readonly number[] = usualLadder): ChoiceKind => ({ segment: segment(text), ladder })

/** A name was drawn twice in one run: two questions share one identity. A defect of the room that drew it. */
export class AliasedChoice extends Error {
  readonly choice: string
  constructor(choice: string) {
    super(`the choice ${JSON.stringify(choice)} was drawn twice in one run; give each question its own name`)
    this.name = 'AliasedChoice'
    this.choice = choice
  }
}

/** The sparse record of a run: the choices that were not dull, by name. */
export type ChoiceRecord = ReadonlyMap<string, Value>

/**
 * A record with this name asks instead of answering: every question stays dull, and the run's record lists the names of
 * those that came up, in order.
 */
export const whatIsAsked = '*'

/** Mixes four words into one; the finalizer is murmur3's. */
export function mix(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0xcc9e2d51), 0x1b873593)
  h = Math.imul(((h << 15) | (h >>> 17)) ^ c, 0x85ebca6b)
  h = Math.imul(((h << 13) | (h >>> 19)) ^ d, 0xc2b2ae35)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Where the values of a run come from: a seed's key with its rates, or a record in which all else is dull. */
export type Source =
  | { readonly kind: 'key'; readonly key: readonly [number, number]; readonly rates: ReadonlyMap<ChoiceKind, number> }
  | {
      readonly kind: 'record'
      readonly record: ChoiceRecord
      /** Only these kinds come up at all, and the run's record lists every question of theirs, in order; what is dull as `whatIsAsked`. */
      readonly asks?: ReadonlySet<ChoiceKind>
    }

/** What an answer may be: yes, a whole number between two, one of some texts. */
type Allowed = 'yes' | 'whole' | readonly string[]

const fits = (value: Value, allowed: Allowed, least: number, most: number): boolean =>
  allowed === 'yes'
    ? value === true
    : allowed === 'whole'
      ? typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      : typeof value === 'string' && allowed.includes(value)

/** The answer that a word of chance stands for. */
const picked = (word: number, allowed: Allowed, least: number, most: number): Value =>
  allowed === 'yes' ? true : allowed === 'whole' ? least + (word % (most - least + 1)) : allowed[word % allowed.length]!

const identity = (h1: number, h2: number): number => h1 * 0x100000 + (h2 & 0xfffff)

/** Answers the open questions of one run. Every question has a name and a dull answer; only others are recorded. */
export class Choices {
  /** Off in warm-up and calm: every answer is dull then and nothing is drawn. */
  active = true
  drawn = 0
  readonly #source: Source
  readonly #listed = new Map<number, Value>()
  #lists = false
  readonly #seen = new Seen()
  readonly #record = new Map<string, Value>()
  #h1 = 0x6a09e667
  #h2 = 0xbb67ae85

  constructor(source: Source) {
    this.#source = source
    if (source.kind === 'record') {
      this.#lists = source.asks !== undefined
      for (const [text, value] of source.record) {
        if (text === whatIsAsked) this.#lists = true
        const name = parseName(text)
        this.#listed.set(identity(name.h1, name.h2), value)
      }
    }
  }

  /** The choices that were not dull so far, in the order in which they came up. */
  get record(): ChoiceRecord {
    return this.#record
  }

  /** Two words over everything drawn that was not dull, in order. */
  get digest(): readonly [number, number] {
    return [this.#h1 >>> 0, this.#h2 >>> 0]
  }

  /** May a choice of this kind be other than dull in this run? */
  allows(kind: ChoiceKind): boolean {
    const source = this.#source
    return source.kind === 'record' ? source.asks === undefined || source.asks.has(kind) : (source.rates.get(kind) ?? 0) > 0
  }

  /** Does it happen? Dull: it does not. */
  happens(scope: Name, kind: ChoiceKind): boolean {
    return this.#draw(scope, kind, 'yes') === true
  }

  /** A whole number from `least` to `most`. Dull: undefined. */
  within(scope: Name, kind: ChoiceKind, least: number, most: number): number | undefined {
    const value = this.#draw(scope, kind, 'whole', least, most)
    return typeof value === 'number' ? value : undefined
  }

  /** One of a closed vocabulary. Dull: undefined. */
  among<T extends string>(scope: Name, kind: ChoiceKind, options: readonly T[]): T | undefined {
    const value = this.#draw(scope, kind, options)
    return value === undefined ? undefined : options.find((option) => option === value)
  }

  #draw(scope: Name, kind: ChoiceKind, allowed: Allowed, least: number = 0, most: number = 0): Value | undefined {
    if (!this.active) return undefined
    const source = this.#source
    let rate = 0
    if (source.kind === 'key') {
      rate = source.rates.get(kind) ?? 0
      if (rate === 0) return undefined
    } else if (source.asks !== undefined && !source.asks.has(kind)) return undefined
    const h1 = join1(scope.h1, kind.segment.h1)
    const h2 = join2(scope.h2, kind.segment.h2)
    if (!this.#seen.add(h1, h2)) throw new AliasedChoice(`${scope.text}/${kind.segment.text}`)
    this.drawn++
    let value: Value | undefined
    if (source.kind === 'record') {
      value = this.#listed.get(identity(h1, h2))
      // A record may come from a file: what no seed could have drawn is not met, so that nothing is proven by it.
      if (value !== undefined && !fits(value, allowed, least, most)) value = undefined
      // No vocabulary holds this value, so it is as good as none.
      if (value === undefined && this.#lists) value = whatIsAsked
    } else if (mix(source.key[0], h1, source.key[1], h2) % 1000 < rate)
      value = picked(mix(source.key[1], h2, source.key[0], h1), allowed, least, most)
    if (value === undefined) return undefined
    this.#record.set(`${scope.text}/${kind.segment.text}`, value)
    const folded = typeof value === 'string' ? segment(value).h1 : value === true ? 1 : value >>> 0
    this.#h1 = mix(this.#h1, h1, folded, h2)
    this.#h2 = mix(this.#h2, h2, h1, folded)
    return value
  }
}
