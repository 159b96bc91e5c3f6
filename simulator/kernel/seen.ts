/** The 64-bit hashes that came up in one run, as an open table of two words each: a set of numbers would cost a box for each. */
export class Seen {
  #words = new Int32Array(2 * 4_096)
  #size = 0

  /** @returns false when it was there already */
  add(h1: number, h2: number): boolean {
    if (this.#size * 4 > this.#words.length) this.#grow()
    return this.#put(h1 | 0, h2 | 0)
  }

  #put(h1: number, h2: number): boolean {
    const words = this.#words
    const mask = words.length / 2 - 1
    // Both words zero marks a free place; the one hash that is so takes its neighbour's.
    const second = h1 === 0 && h2 === 0 ? 1 : h2
    for (let place = (h1 ^ second) & mask; ; place = (place + 1) & mask) {
      const was1 = words[2 * place]!
      const was2 = words[2 * place + 1]!
      if (was1 === 0 && was2 === 0) {
        words[2 * place] = h1
        words[2 * place + 1] = second
        this.#size++
        return true
      }
      if (was1 === h1 && was2 === second) return false
    }
  }

  #grow(): void {
    const old = this.#words
    this.#words = new Int32Array(2 * old.length)
    this.#size = 0
    for (let place = 0; place < old.length; place += 2)
      if (old[place] !== 0 || old[place + 1] !== 0) this.#put(old[place]!, old[place + 1]!)
  }
}
