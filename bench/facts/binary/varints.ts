import { folded, unfolded } from '../template.ts'

/** The bytes that a double's 53 bits take at most, seven a byte. */
const mostBytes = 8

/** Bytes that grow. Whole numbers are written seven bits a byte, the lowest first; all bytes but the last have their eighth bit set. */
export class Bytes {
  #buffer: Buffer
  length = 0

  constructor(size = 4_096) {
    this.#buffer = Buffer.allocUnsafe(size)
  }

  /** @param value whole, 0 to 2⁵³ − 1 */
  whole(value: number): void {
    if (this.length + mostBytes > this.#buffer.length) this.#grow(mostBytes)
    const buffer = this.#buffer
    let at = this.length
    let rest = value
    while (rest >= 0x80) {
      // Bit operations know 32 bits only.
      buffer[at++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    buffer[at++] = rest
    this.length = at
  }

  signed(value: number): void {
    this.whole(folded(value))
  }

  copy(from: Uint8Array, start = 0, end = from.length): void {
    const count = end - start
    if (this.length + count > this.#buffer.length) this.#grow(count)
    const buffer = this.#buffer
    let at = this.length
    if (count < 32) for (let i = start; i < end; i++) buffer[at++] = from[i]!
    else buffer.set(from.subarray(start, end), at)
    this.length += count
  }

  clear(): void {
    this.length = 0
  }

  /** What was written; good until more is. */
  get written(): Buffer {
    return this.#buffer.subarray(0, this.length)
  }

  #grow(by: number): void {
    const next = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.length + by))
    this.#buffer.copy(next, 0, 0, this.length)
    this.#buffer = next
  }
}

/** Reads what `Bytes` wrote. @throws RangeError at the end, and of a number that a double does not hold */
export class Cursor {
  readonly #bytes: Uint8Array
  readonly #end: number
  at: number

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.#bytes = bytes
    this.at = from
    this.#end = end
  }

  get isAtEnd(): boolean {
    return this.at === this.#end
  }

  whole(): number {
    if (this.at >= this.#end) throw new RangeError('a column ends too early')
    const first = this.#bytes[this.at++]!
    return first < 0x80 ? first : this.#more(first & 0x7f)
  }

  signed(): number {
    return unfolded(this.whole())
  }

  /** Goes on behind so many of them, whatever they are. */
  goBehindWholes(wholes: number): void {
    const bytes = this.#bytes
    let at = this.at
    for (let left = wholes; left > 0; at++) {
      if (at >= this.#end) throw new RangeError('a column ends too early')
      if (bytes[at]! < 0x80) left--
    }
    this.at = at
  }

  /** An instant that is told by its difference, or an amount that is as large. */
  instant(at: number): number {
    const instant = at + this.signed()
    if (!(instant >= 0) || instant > Number.MAX_SAFE_INTEGER) throw new RangeError(`${instant} is neither an instant nor an amount`)
    return instant
  }

  /** Goes on behind so many bytes. */
  goBehind(bytes: number): void {
    if (this.at + bytes > this.#end) throw new RangeError('a column ends too early')
    this.at += bytes
  }

  #more(first: number): number {
    const bytes = this.#bytes
    let value = first
    let unit = 0x80
    for (let count = 1; count < mostBytes; count++) {
      if (this.at >= this.#end) throw new RangeError('a column ends too early')
      const byte = bytes[this.at++]!
      value += (byte & 0x7f) * unit
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER || byte === 0) throw new RangeError('a whole number is not written as numbers are')
        return value
      }
      unit *= 0x80
    }
    throw new RangeError('a whole number is larger than a double holds')
  }
}
