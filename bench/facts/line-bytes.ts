import type { Cursor } from './binary/varints.ts'
import { dayWords, hole, type Pieces, unfolded } from './template.ts'

const [zero, ten] = [48, 10] as const

/** A template cut at its holes, as bytes. */
export interface BytePieces {
  readonly texts: readonly Uint8Array[]
  readonly holes: readonly number[]
}

export const inBytes = ({ texts, holes }: Pieces): BytePieces => ({ texts: texts.map((text) => Buffer.from(text)), holes })

/** Texts of facts as the bytes of UTF-8, without making texts of them: what is written by the million is written at once. */
export class LineBytes {
  #buffer = Buffer.allocUnsafe(524_288)
  readonly #days: Uint8Array[] = []
  length = 0

  /** What was written since `clear`; good until more is. */
  get written(): Buffer {
    return this.#buffer.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }

  bytes(from: Uint8Array): void {
    const count = from.length
    if (this.length + count > this.#buffer.length) this.#grow(count)
    const buffer = this.#buffer
    let at = this.length
    if (count > 48) buffer.set(from, at)
    else for (let i = 0; i < count; i++) buffer[at++] = from[i]!
    this.length += count
  }

  /** @param value whole, from 0 */
  decimals(value: number): void {
    if (this.length + 20 > this.#buffer.length) this.#grow(20)
    const buffer = this.#buffer
    let digits = 1
    for (let limit = ten; value >= limit; limit *= ten) digits++
    let rest = value
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      const next = Math.floor(rest / ten)
      buffer[at] = zero + (rest - next * ten)
      rest = next
    }
    this.length += digits
  }

  fact({ texts, holes }: BytePieces, who: Uint8Array, at: number, values: Cursor): void {
    this.bytes(texts[0]!)
    for (let i = 0; i < holes.length; i++) {
      const kind = holes[i]!
      if (kind === hole.account) this.bytes(who)
      else if (kind === hole.at) this.decimals(at)
      else if (kind === hole.instant) this.decimals(at + values.signed())
      else if (kind === hole.day) this.bytes(this.#day(at, unfolded(values.whole())))
      else this.decimals(values.whole())
      this.bytes(texts[i + 1]!)
    }
  }

  #day(at: number, by: number): Uint8Array {
    const day = Math.floor(at / 86_400_000) + by
    return this.#days[day] ?? (this.#days[day] = Buffer.from(dayWords(at, by)))
  }

  #grow(by: number): void {
    const next = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.length + by))
    this.#buffer.copy(next, 0, 0, this.length)
    this.#buffer = next
  }
}
