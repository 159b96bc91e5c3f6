import { setImmediate } from 'node:timers/promises'
import type { FactsHeader, Profile } from './fact-file.ts'
import { castingFor } from './casting.ts'
import { isKnownLate } from './known-late.ts'
import type { Library, Shelf } from './library/library.ts'
import { Random } from './random.ts'
import { tellBinary, type Teller, tellLines } from './tellers.ts'

/** Facts that wait while others overtake them: three blocks of the binary format, so that what belongs together lies in several. */
const waiting = 196_608
/** Of a thousand facts so many come late. */
const latePerMille = 70
/** Four years have one leap day: all months are as long as they were, and so UTC's calendar gives the same answers. */
const fourYears = 1_461 * 86_400_000
/** A life that is over may have been lived up to so many times four years earlier. */
const mostShifts = 5
/** Facts between two breaths, in which a signal may be heard. */
const breath = 131_072

export interface Generated {
  readonly header: FactsHeader
  readonly late: number
  readonly repeats: number
  /** Facts of the largest account. */
  readonly largest: number
  readonly milliseconds: number
}

/**
 * Writes a file of facts: lives of the library, told of other accounts. The same library, number and seed give the same bytes.
 * Facts come in no order: each waits while others overtake it, and some for a long time or twice.
 * @param tells is told now and then how many facts there are
 */
export async function generate(
  library: Library,
  wish: {
    readonly facts: number
    readonly seed: number
    readonly profile: Profile
    readonly path: string
    readonly format: 'binary' | 'ndjson'
  },
  tells: (facts: number) => void,
): Promise<Generated> {
  const { facts, seed, profile, path, format } = wish
  const began = performance.now()
  const casting = castingFor(library, facts, seed)
  const accounts = casting.lives.length
  const header: FactsHeader = {
    format: 'billstorm facts',
    version: 1,
    profile,
    asOf: library.asOf,
    policies: library.policies,
    facts,
    accounts,
    seed,
  }
  const teller: Teller = format === 'binary' ? tellBinary(path, header, library, accounts) : tellLines(path, header, library)
  const tale = new Tale(library, casting.lives, casting.facts, casting.repeats, seed, teller)
  try {
    for (let told = 0; !tale.isOver; tells(told)) {
      told += tale.go(breath)
      await setImmediate()
    }
    teller.commit()
  } catch (thrown) {
    teller.abort()
    throw thrown
  }
  const largest = Math.max(...new Set(casting.lives.map((life) => sizeOf(library.lives[life]!))))
  return { header, late: tale.late, repeats: casting.repeats, largest, milliseconds: performance.now() - began }
}

const sizeOf = ({ from, to }: Shelf): number => to - from

/** What is still to happen to a fact that waits. */
const [isLateYet, isRepeatedYet] = [1, 2] as const

class Tale {
  readonly #library: Library
  readonly #lives: readonly number[]
  readonly #teller: Teller
  readonly #random: Random
  readonly #shifts: Int8Array
  readonly #isKnownLate: Uint8Array
  readonly #account = new Uint32Array(waiting)
  readonly #fact = new Uint32Array(waiting)
  readonly #still = new Uint8Array(waiting)
  readonly #chanceOfLate: number
  #waiting = 0
  #nextAccount = 0
  #nextFact = 0
  #left: number
  #repeatsLeft: number
  late = 0

  constructor(library: Library, lives: readonly number[], facts: number, repeats: number, seed: number, teller: Teller) {
    this.#library = library
    this.#lives = lives
    this.#teller = teller
    this.#random = new Random(`tale ${facts} ${seed}`)
    this.#left = facts
    this.#repeatsLeft = repeats
    this.#isKnownLate = isKnownLate(library)
    this.#nextFact = library.lives[lives[0]!]!.from
    this.#shifts = Int8Array.from(lives, (life) => this.#shiftOf(library.lives[life]!))
    let known = 0
    for (const life of lives) {
      const { from, to } = library.lives[life]!
      for (let i = from; i < to; i++) known += this.#isKnownLate[i]!
    }
    this.late = known
    const wanted = Math.floor((facts * latePerMille) / 1_000)
    this.#chanceOfLate = Math.max(0, wanted - known) / Math.max(1, facts - known)
  }

  get isOver(): boolean {
    return this.#left === 0 && this.#waiting === 0
  }

  /** Tells about so many facts. @returns how many */
  go(most: number): number {
    let told = 0
    while (told < most && !this.isOver) {
      if (this.#left > 0) {
        const fact = this.#nextFact
        const account = this.#nextAccount
        const still = this.#drawn(fact)
        this.#forward()
        told += this.#wait(account, fact, still)
      } else told += this.#leave(this.#random.below(this.#waiting))
    }
    return told
  }

  /** What will happen to the next fact: as many are repeated as are wanted, exactly. */
  #drawn(fact: number): number {
    const isRepeated = this.#random.below(this.#left) < this.#repeatsLeft
    this.#left--
    if (isRepeated) this.#repeatsLeft--
    const isLate = this.#isKnownLate[fact] === 0 && this.#random.next() < this.#chanceOfLate * 4_294_967_296
    if (isLate) this.late++
    return (isLate ? isLateYet : 0) | (isRepeated ? isRepeatedYet : 0)
  }

  #forward(): void {
    const { lives } = this.#library
    if (++this.#nextFact < lives[this.#lives[this.#nextAccount]!]!.to) return
    const next = this.#lives[++this.#nextAccount]
    if (next !== undefined) this.#nextFact = lives[next]!.from
  }

  /** Takes a place among those that wait, of one that goes. */
  #wait(account: number, fact: number, still: number): number {
    if (this.#waiting < waiting) {
      this.#put(this.#waiting++, account, fact, still)
      return 0
    }
    const place = this.#random.below(waiting)
    const [wasAccount, wasFact, was] = [this.#account[place]!, this.#fact[place]!, this.#still[place]!]
    this.#put(place, account, fact, still)
    return this.#goes(wasAccount, wasFact, was)
  }

  #leave(place: number): number {
    const [account, fact, still] = [this.#account[place]!, this.#fact[place]!, this.#still[place]!]
    const last = --this.#waiting
    this.#put(place, this.#account[last]!, this.#fact[last]!, this.#still[last]!)
    return this.#goes(account, fact, still)
  }

  #goes(account: number, fact: number, still: number): number {
    if ((still & isLateYet) !== 0) return this.#wait(account, fact, still & ~isLateYet)
    this.#teller.tell(account, fact, this.#library.lives[this.#lives[account]!]!.policy, this.#shifts[account]! * fourYears)
    return 1 + ((still & isRepeatedYet) === 0 ? 0 : this.#wait(account, fact, 0))
  }

  #put(place: number, account: number, fact: number, still: number): void {
    this.#account[place] = account
    this.#fact[place] = fact
    this.#still[place] = still
  }

  /** Only what is over, and by UTC's calendar: clocks of other zones are put by rules that change. */
  #shiftOf({ isOver, policy, from }: Shelf): number {
    const { policies, at } = this.#library
    if (!isOver || policies[policy]!.zone !== 'UTC') return 0
    const shift = -this.#random.below(mostShifts + 1)
    return at[from]! + shift * fourYears < 0 ? 0 : shift
  }
}
