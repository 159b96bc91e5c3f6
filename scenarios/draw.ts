import seedrandom from 'seedrandom'

/** Draws a workload's members from one seeded stream. */
export class Draw {
  readonly #next: () => number

  constructor(seed: string) {
    this.#next = seedrandom.alea(seed)
  }

  /** A whole number from `least` to `most`, both included. */
  within(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1))
  }

  chance(perMille: number): boolean {
    return this.within(1, 1000) <= perMille
  }

  among<Item>(items: readonly Item[]): Item {
    return items[this.within(0, items.length - 1)]!
  }

  /** One of the items, as often as its weight says. */
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item {
    let rest = this.within(
      1,
      items.reduce((sum, [, weight]) => sum + weight, 0),
    )
    return items.find(([, weight]) => (rest -= weight) <= 0)![0]
  }
}
