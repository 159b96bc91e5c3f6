import type { Fact, Instant, Policy } from '#machines'
import { Bytes } from '../binary/varints.ts'
import { factText } from '../line.ts'
import { templateOf } from '../template.ts'

/** Where a life's facts lie in a library, and by which policy it was lived. */
export interface Shelf {
  readonly from: number
  readonly to: number
  readonly policy: number
  /** Nothing happens in it by itself any more: it is the same however much later it is looked at. */
  readonly isOver: boolean
}

/** Lives as templates and the values in their holes: of whom and when is said by whoever tells them again. */
export interface Library {
  readonly asOf: Instant
  readonly policies: readonly Policy[]
  readonly lives: readonly Shelf[]
  readonly templates: readonly string[]
  /** By fact: the template, when it was true, and where its values begin; those of the next fact begin where they end. */
  readonly template: readonly number[]
  readonly at: readonly number[]
  readonly valuesFrom: readonly number[]
  readonly values: Uint8Array
}

/** A library that grows. */
export class Shelves {
  readonly #asOf: Instant
  readonly #policies: Policy[] = []
  readonly #policyPlaces = new Map<string, number>()
  readonly #lives: Shelf[] = []
  readonly #templates: string[] = []
  readonly #templatePlaces = new Map<string, number>()
  readonly #template: number[] = []
  readonly #at: number[] = []
  readonly #valuesFrom: number[] = [0]
  readonly #values = new Bytes(1_048_576)

  constructor(asOf: Instant) {
    this.#asOf = asOf
  }

  get count(): number {
    return this.#lives.length
  }

  add(facts: readonly Fact[], policy: Policy, isOver: boolean): void {
    const from = this.#at.length
    const values: number[] = []
    for (const fact of facts) {
      values.length = 0
      const template = templateOf(factText(fact), fact.who, fact.at, values)
      for (const value of values) this.#values.whole(value)
      this.#put(template, fact.at)
    }
    this.#lives.push({ from, to: this.#at.length, policy: this.#policyPlace(policy), isOver })
  }

  /** A fact of the life that is being put in, from a file. @param values the bytes of its values */
  addRaw(template: string, at: number, values: Uint8Array): void {
    this.#values.copy(values)
    this.#put(template, at)
  }

  /** Ends a life that was put in fact by fact. */
  endLife(policy: Policy, isOver: boolean): void {
    this.#lives.push({ from: this.#lives.at(-1)?.to ?? 0, to: this.#at.length, policy: this.#policyPlace(policy), isOver })
  }

  whole(): Library {
    return {
      asOf: this.#asOf,
      policies: this.#policies,
      lives: this.#lives,
      templates: this.#templates,
      template: this.#template,
      at: this.#at,
      valuesFrom: this.#valuesFrom,
      values: this.#values.written,
    }
  }

  #put(text: string, at: number): void {
    let place = this.#templatePlaces.get(text)
    if (place === undefined) {
      place = this.#templates.push(text) - 1
      this.#templatePlaces.set(text, place)
    }
    this.#template.push(place)
    this.#at.push(at)
    this.#valuesFrom.push(this.#values.length)
  }

  #policyPlace(policy: Policy): number {
    const key = JSON.stringify(policy)
    const known = this.#policyPlaces.get(key)
    if (known !== undefined) return known
    const place = this.#policies.push(policy) - 1
    this.#policyPlaces.set(key, place)
    return place
  }
}
