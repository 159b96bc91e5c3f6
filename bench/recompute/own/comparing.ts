import type { Who } from '#machines'
import { type StateLine, stateFields } from '../state-line.ts'
import { NoStateLine, parsePrinted, type StateField, wrongFields } from './printed.ts'

/** An account of which something else was printed than it comes to. */
export interface OwnDifference {
  readonly expected: StateLine
  readonly got: Readonly<Partial<Record<StateField, unknown>>>
  readonly fields: readonly StateField[]
}

/** What was compared, and what came of it. */
export interface Comparison {
  readonly accounts: number
  /** Of how many accounts each field was printed. */
  readonly printed: Readonly<Record<StateField, number>>
  /** Names that were printed and mean nothing here; the first few. */
  readonly unknown: readonly string[]
  readonly differing: number
  readonly first: readonly OwnDifference[]
  /** Over all accounts, by currency: printed less expected, in minor units. */
  readonly money: readonly { readonly currency: string; readonly paid: number; readonly due: number }[]
}

const shownUnknown = 10

/** Holds lines that somebody prints against what accounts come to. Each account is printed once. */
export class Comparing {
  readonly #expected: ReadonlyMap<Who, StateLine>
  readonly #most: number
  readonly #seen = new Set<Who>()
  readonly #printed: Record<StateField, number> = { status: 0, plan: 0, quantity: 0, paidThrough: 0, paid: 0, due: 0, currency: 0 }
  readonly #unknown = new Set<string>()
  readonly #first: OwnDifference[] = []
  readonly #money = new Map<string, { paid: number; due: number }>()
  #differing = 0

  /** @param most differences that are kept to be shown */
  constructor(expected: ReadonlyMap<Who, StateLine>, most: number) {
    this.#expected = expected
    this.#most = most
  }

  /** @throws NoStateLine */
  take(text: string): void {
    const printed = parsePrinted(text)
    const { account, fields, unknown } = printed
    const expected = this.#expected.get(account)
    if (expected === undefined) throw new NoStateLine(`is about ${JSON.stringify(account.slice(0, 80))}, an account that no fact is about`)
    if (this.#seen.has(account)) throw new NoStateLine(`is about ${account} once more`)
    this.#seen.add(account)
    for (const name of unknown) if (this.#unknown.size < shownUnknown) this.#unknown.add(name.slice(0, 80))
    for (const name of stateFields) if (name in fields) this.#printed[name]++
    const wrong = wrongFields(printed, expected)
    if (wrong.length === 0) return
    this.#differing++
    this.#addMoney(expected, fields)
    if (this.#first.length < this.#most) this.#first.push({ expected, got: fields, fields: wrong })
  }

  #addMoney({ currency, paid, due }: StateLine, fields: OwnDifference['got']): void {
    const sum = this.#money.get(currency) ?? { paid: 0, due: 0 }
    this.#money.set(currency, { paid: sum.paid + lessOf(fields.paid, paid), due: sum.due + lessOf(fields.due, due) })
  }

  /** @throws NoStateLine when there are accounts of which nothing was printed */
  end(): Comparison {
    const missing = this.#expected.size - this.#seen.size
    if (missing > 0) {
      const [first] = [...this.#expected.keys()].filter((who) => !this.#seen.has(who))
      throw new NoStateLine(`nothing was printed of ${missing} of ${this.#expected.size} accounts, the first of them ${first}`)
    }
    return {
      accounts: this.#seen.size,
      printed: this.#printed,
      unknown: [...this.#unknown],
      differing: this.#differing,
      first: this.#first,
      money: [...this.#money].map(([currency, sum]) => ({ currency, ...sum })),
    }
  }
}

const lessOf = (got: unknown, expected: number): number => (typeof got === 'number' ? got - expected : 0)
