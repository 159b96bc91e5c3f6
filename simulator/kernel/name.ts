/**
 * A name says which open question a choice answers, in words of the domain: `ada/renewal 2024-02-29/attempt 1/outcome`.
 * It carries a 64-bit hash of its path, so that drawing costs no string; the text is made only for records.
 */
export interface Segment {
  readonly text: string
  readonly h1: number
  readonly h2: number
}

/** One step of a path. Texts known beforehand are made into segments once, as constants. */
export function segment(text: string): Segment {
  if (text === '' || text.includes('/')) throw new RangeError(`${JSON.stringify(text)} cannot be a segment: empty, or holds a slash`)
  let h1 = 0x811c9dc5
  let h2 = 0x9e3779b9
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ unit, 0x01000193)
    h2 = Math.imul(h2 ^ unit, 0x85ebca6b)
    h2 ^= h2 >>> 13
  }
  return { text, h1: h1 >>> 0, h2: h2 >>> 0 }
}

/** Joins a path's hash with one more segment; the order of segments counts. */
export const join1 = (path: number, step: number): number => {
  const mixed = Math.imul(path ^ Math.imul(step, 0xcc9e2d51), 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) >>> 0
}
export const join2 = (path: number, step: number): number => {
  const mixed = Math.imul(path + Math.imul(step, 0x2c1b3c6d), 0x297a2d39)
  return (mixed ^ (mixed >>> 15) ^ step) >>> 0
}

export class Name {
  readonly above: Name | undefined
  readonly last: Segment
  readonly h1: number
  readonly h2: number

  constructor(above: Name | undefined, last: Segment) {
    this.above = above
    this.last = last
    this.h1 = join1(above === undefined ? 0x243f6a88 : above.h1, last.h1)
    this.h2 = join2(above === undefined ? 0x85a308d3 : above.h2, last.h2)
  }

  /** The name one step below this one. */
  of(step: string | Segment): Name {
    return new Name(this, typeof step === 'string' ? segment(step) : step)
  }

  /** `ada/renewal 2024-02-29/attempt 1` */
  get text(): string {
    return this.above === undefined ? this.last.text : `${this.above.text}/${this.last.text}`
  }
}

export const named = (step: string | Segment): Name => new Name(undefined, typeof step === 'string' ? segment(step) : step)

/** Reads a name back from a record. @throws RangeError when a part is empty */
export function parseName(text: string): Name {
  const [first, ...rest] = text.split('/')
  let name = named(first ?? '')
  for (const step of rest) name = name.of(step)
  return name
}
