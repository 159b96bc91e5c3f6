/** Whole numbers of one seed, the same on every machine: additions, multiplications and shifts of 32 bits only. */
export class Random {
  #a: number
  #b: number
  #c: number
  #count = 1

  /** @param seed what is drawn for: equal texts draw equal numbers */
  constructor(seed: string) {
    ;[this.#a, this.#b, this.#c] = [hash(seed, 0x9e37_79b9), hash(seed, 0x85eb_ca6b), hash(seed, 0xc2b2_ae35)]
    for (let i = 0; i < 12; i++) this.next()
  }

  /** 0 to 2³² − 1 */
  next(): number {
    const sum = (this.#a + this.#b + this.#count) | 0
    this.#count = (this.#count + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A whole number from 0 below a limit of up to 2³². */
  below(limit: number): number {
    return Math.floor((this.next() / 4_294_967_296) * limit)
  }

  within(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }
}

function hash(text: string, start: number): number {
  let sum = start | 0
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x0100_0193)
  return sum ^ (sum >>> 15)
}
