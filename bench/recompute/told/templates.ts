import { type Known, knownOf } from '../../facts/binary/fact-maker.ts'

/** Templates by their places, which never change: those that a state has, and behind them those that new facts bring. */
export class Templates {
  readonly #texts: string[]
  readonly #places = new Map<string, number>()
  readonly #known: (Known | undefined)[] = []
  /** How many a state had, which were held against their shapes before they came there. */
  readonly #trusted: number

  constructor(texts: readonly string[]) {
    this.#texts = [...texts]
    this.#trusted = texts.length
  }

  get texts(): readonly string[] {
    return this.#texts
  }

  placeOf(text: string): number {
    if (this.#places.size === 0) for (let i = 0; i < this.#texts.length; i++) this.#places.set(this.#texts[i]!, i)
    const known = this.#places.get(text)
    if (known !== undefined) return known
    const place = this.#texts.push(text) - 1
    this.#places.set(text, place)
    return place
  }

  /** @throws RangeError when there is none */
  at(place: number): Known {
    const known = this.#known[place]
    if (known !== undefined) return known
    const text = this.#texts[place]
    if (text === undefined) throw new RangeError(`there is no template ${place}`)
    return (this.#known[place] = knownOf(text, place < this.#trusted))
  }

  /** How many values the holes of one have. */
  valuesOf(place: number): number {
    return this.at(place).values
  }
}
