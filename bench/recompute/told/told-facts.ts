import type { Who } from '#machines'
import { Bytes, Cursor } from '../../facts/binary/varints.ts'
import { mostFactsOfOne, Unfoldable } from '../grouped.ts'

/** The facts of one account, from the first to the last that came. */
export interface ToldAccount {
  readonly who: Who
  /** The place of its policy in the header of its file. */
  readonly policy: number
  first: number
  last: number
  count: number
}

/** A new piece is begun behind so many bytes. */
const pieceBytes = 16_777_216
/** One piece begins that far behind the one before it, whatever that has. */
const stride = 2 ** 28

/**
 * Facts of a file beside the others of their account, as the bytes that they are written in: a twentieth of what they take as
 * objects, which are made an account at a time. Facts are told by the order in which they came here, from 0.
 */
export class ToldFacts {
  readonly #accounts: ToldAccount[] = []
  readonly #places = new Map<Who, number>()
  readonly #pieces: Bytes[] = [new Bytes(65_536)]
  readonly #cursors: Cursor[] = []
  #starts = new Float64Array(1_024)
  #next = new Int32Array(1_024)
  /** By fact: which of the file it is, from 1; there is none as long as all of them came here. */
  #nth: Float64Array | undefined
  facts = 0

  get accounts(): readonly ToldAccount[] {
    return this.#accounts
  }

  /** The place of an account here. @param nth which fact of the file says so, from 1 @throws Unfoldable when it has another policy than before */
  account(who: Who, policy: number, nth: number): number {
    const known = this.#places.get(who)
    if (known === undefined) {
      this.#places.set(who, this.#accounts.length)
      return this.#accounts.push({ who, policy, first: -1, last: -1, count: 0 }) - 1
    }
    const before = this.#accounts[known]!.policy
    if (before !== policy) throw new Unfoldable(`fact ${nth}: ${who} has policy ${policy} here, and had policy ${before} before`)
    return known
  }

  /** Takes a fact. @param nth which of the file it is, from 1 @param values the bytes of the values in the holes of its template */
  add(nth: number, account: number, template: number, at: number, values: Uint8Array, from: number, to: number): void {
    const of = this.#accounts[account]!
    const fact = this.facts++
    if (of.count++ === mostFactsOfOne)
      throw new Unfoldable(`fact ${nth}: ${of.who} has more than ${mostFactsOfOne} facts, which is more than one account may have`)
    if (fact === this.#starts.length) this.#grow()
    if (this.#nth === undefined && nth !== fact + 1) this.#nth = Float64Array.from(this.#starts, (_, place) => place + 1)
    if (this.#nth !== undefined) this.#nth[fact] = nth
    if (of.last < 0) of.first = fact
    else this.#next[of.last] = fact
    of.last = fact
    this.#next[fact] = -1
    let piece = this.#pieces.at(-1)!
    if (piece.length > pieceBytes) this.#pieces.push((piece = new Bytes(pieceBytes)))
    this.#starts[fact] = (this.#pieces.length - 1) * stride + piece.length
    piece.whole(template)
    piece.whole(at)
    piece.whole(to - from)
    piece.copy(values, from, to)
  }

  /** The facts of an account, each with a cursor before its template, its instant, how many bytes its values have, and these. */
  each(account: ToldAccount, takes: (fact: number, cursor: Cursor, bytes: Uint8Array) => void): void {
    for (let fact = account.first; fact >= 0; fact = this.#next[fact]!) {
      const start = this.#starts[fact]!
      const piece = Math.floor(start / stride)
      const bytes = this.#pieces[piece]!.written
      const cursor = (this.#cursors[piece] ??= new Cursor(bytes))
      cursor.at = start - piece * stride
      takes(fact, cursor, bytes)
    }
  }

  /** Which of the file a fact is, from 1. */
  nth(fact: number): number {
    return this.#nth === undefined ? fact + 1 : this.#nth[fact]!
  }

  #grow(): void {
    const [starts, next] = [new Float64Array(this.#starts.length * 2), new Int32Array(this.#next.length * 2)]
    starts.set(this.#starts)
    next.set(this.#next)
    this.#starts = starts
    this.#next = next
    if (this.#nth === undefined) return
    const nth = new Float64Array(starts.length)
    nth.set(this.#nth)
    this.#nth = nth
  }
}
