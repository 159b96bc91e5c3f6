import seedrandom from 'seedrandom'

/** Whole numbers of one seed, the same on every machine. */
export class Random {
  readonly #draw: seedrandom.PRNG

  /** @param seed what is drawn for: equal texts draw equal numbers */
  constructor(seed: string) {
    this.#draw = seedrandom.alea(seed)
  }

  /** 0 to 2³² − 1 */
  next(): number {
    return this.#draw.int32() >>> 0
  }

  /** A whole number from 0 below a limit of up to 2³². */
  below(limit: number): number {
    return Math.floor((this.next() / 4_294_967_296) * limit)
  }

  within(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }
}
