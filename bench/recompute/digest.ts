/**
 * One number for what all accounts come to: the sum, modulo 2^64, of a hash of each account's state line. A sum does not ask
 * in which order accounts came, nor who added which of them, so parts of a file add up to the whole. Kept as two halves:
 * whole numbers of 32 bits are exact and fast everywhere.
 */
export interface Digest {
  readonly high: number
  readonly low: number
}

/** Of no account. */
export const noDigest: Digest = { high: 0, low: 0 }

export function sumOf(a: Digest, b: Digest): Digest {
  const low = a.low + b.low
  return { high: (a.high + b.high + (low > 0xffff_ffff ? 1 : 0)) >>> 0, low: low >>> 0 }
}

/** What is left of a sum without one of its parts. */
export const without = (sum: Digest, part: Digest): Digest =>
  sumOf(sum, { high: ~part.high + (part.low === 0 ? 1 : 0), low: -part.low >>> 0 })

/** Two hashes over the text's UTF-16 units, each stirred by the other at the end: neighbours in text are strangers in value. */
export function digestOf(text: string): Digest {
  let a = 0x9e37_79b9
  let b = 0x85eb_ca6b
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x9e37_79b1)
    a = (a << 13) | (a >>> 19)
    b = Math.imul(b ^ unit, 0x5f35_6495)
    b = (b << 7) | (b >>> 25)
  }
  a ^= text.length
  const low = stirred(a ^ Math.imul(b, 0xcc9e_2d51))
  return { high: stirred(b ^ Math.imul(low, 0x1b87_3593)), low }
}

/** Each bit of the value has a say in each bit of what comes out. */
function stirred(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x85eb_ca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2_ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** 16 hexadecimal digits. */
export const digestText = ({ high, low }: Digest): string => `${hex(high)}${hex(low)}`

/** Out of its 16 digits. */
export const digestIn = (text: string): Digest => ({ high: Number.parseInt(text.slice(0, 8), 16), low: Number.parseInt(text.slice(8), 16) })

const hex = (half: number): string => half.toString(16).padStart(8, '0')

/** Adds up while accounts come by. */
export class Summing {
  #high = 0
  #low = 0

  add({ high, low }: Digest): void {
    const sum = this.#low + low
    this.#low = sum >>> 0
    this.#high = (this.#high + high + (sum > 0xffff_ffff ? 1 : 0)) >>> 0
  }

  get digest(): Digest {
    return { high: this.#high, low: this.#low }
  }
}
