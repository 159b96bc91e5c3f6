import type { Effect } from './domain/effect.ts'
import type { Decided, Fact } from './domain/fact.ts'
import type { Instant } from './domain/instant.ts'
import type { OfAttempt } from './unheard.ts'

export type MethodKept = Extract<Fact, { readonly kind: 'method attached' }>
/** Turns, by the cause of a notice, and by the provider's id of a method. */
interface Heard {
  readonly confirmed: Map<string, number>
  readonly charged: Map<string, number>
}
type OfRefund = Extract<Fact, { readonly kind: 'refund succeeded' | 'refund failed' }>
export type MoneyCame = Extract<Fact, { readonly kind: 'payment succeeded' | 'payment read' }>

/**
 * What an account's decisions asked of the world, and who first told of money: by these the places of all other facts are
 * known. A list of facts that grows hands it on, as long as nothing new moves what was placed before.
 */
export class Asked {
  /** How many facts went in. */
  count = 0
  readonly #ids = new Set<string>()
  /** The first decision about each attempt, refund, method and customer. */
  readonly #first = new Map<string, Decided>()
  /** The first to end a payment, by attempt. */
  readonly #cancels = new Map<string, Decided>()
  /** Those that sent an attempt once more, and each try of a refund. */
  readonly #resends: Decided[] = []
  readonly #firstTold = new Map<string, MoneyCame>()
  /** Whatever facts were placed that answer something, asked or not. */
  readonly #answered = new Set<string>()
  /** Attempts whose end, or that they were not taken, was told: the latest time of it. */
  readonly #ends = new Map<string, Instant>()
  /** A method was kept, and no decision shows yet that we had heard of it. */
  #isMethodUnheard = false
  /** Where methods were first confirmed and charged; made when somebody asks, for few accounts do. */
  #heard: Heard | undefined

  /** Nobody has gone on from it: it is about so many facts. */
  isAbout(count: number): boolean {
    return this.count === count
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** Takes a fact in, before any is placed. */
  take(fact: Fact): void {
    this.count++
    this.#ids.add(fact.id)
    if (fact.kind === 'decided') {
      this.#decide(fact)
      if (this.#heard !== undefined) note(this.#heard, fact)
    } else if (tellsOfMoney(fact)) this.#tell(fact)
  }

  /**
   * Takes one more fact in.
   * @returns false when an older one may have another place now: then nothing may be told by this any more
   */
  goesOnWith(fact: Fact): boolean {
    if (this.#ids.has(fact.id) || (fact.kind === 'decided' ? this.#moves(fact) : this.#tellsEarlier(fact))) {
      this.count = Number.NaN
      return false
    }
    this.take(fact)
    return true
  }

  #moves({ effect, at }: Decided): boolean {
    if (this.#isMethodUnheard) return true
    if (effect.kind === 'cancel payment') return this.#ends.has(effect.attempt)
    if (effect.kind === 'start attempt' && effect.send > 1) return (this.#ends.get(effect.attempt) ?? Number.NEGATIVE_INFINITY) >= at
    const subject = subjectOf(effect)
    return subject !== undefined && (this.#first.has(subject) || this.#answered.has(subject))
  }

  #tellsEarlier(fact: Fact): boolean {
    return tellsOfMoney(fact) && this.#firstTold.has(fact.attempt)
  }

  #decide(fact: Decided): void {
    const { effect } = fact
    if (effect.kind === 'cancel payment') keepFirst(this.#cancels, effect.attempt, fact)
    else if (effect.kind === 'start attempt' && effect.send > 1) this.#resends.push(fact)
    else {
      if (effect.kind === 'start refund') this.#resends.push(fact)
      const subject = subjectOf(effect)
      if (subject !== undefined) keepFirst(this.#first, subject, fact)
    }
  }

  /**
   * We have acted on when the first fact that told us of an attempt's money says that it came; a later one that knows an
   * earlier time changes nothing of what was done.
   */
  #tell(fact: MoneyCame): void {
    const known = this.#firstTold.get(fact.attempt)
    if (known === undefined || (fact.recordedAt - known.recordedAt || fact.at - known.at || inText(fact.id, known.id)) < 0)
      this.#firstTold.set(fact.attempt, fact)
  }

  /** The decision that a fact of this subject answers. */
  about(subject: string): Decided | undefined {
    this.#answered.add(subject)
    return this.#first.get(subject)
  }

  /** The try of a refund that a fact of it answers. */
  ofRefund({ refund, at }: OfRefund): Decided | undefined {
    const first = this.about(refund)
    return this.#lastSent(refund, at) ?? first
  }

  /** The decision that a fact of an attempt answers, and when that fact was first told. */
  ofAttempt(fact: OfAttempt): { readonly question: Decided | undefined; readonly at: Instant } {
    const { attempt } = fact
    const told = tellsOfMoney(fact) ? (this.#firstTold.get(attempt) ?? fact) : fact
    const isEnd: boolean = tellsOfEnd(fact)
    const sent = this.about(attempt)
    if (!isEnd && fact.kind !== 'payment not taken') return { question: sent, at: told.at }
    const latest = this.#ends.get(attempt)
    if (latest === undefined || told.at > latest) this.#ends.set(attempt, told.at)
    const cancel = this.#cancels.get(attempt)
    // We gave it up and asked for its end: how it ended, heard from then on, answers that, though it was true before.
    const isAnswer = cancel !== undefined && isEnd && told.recordedAt >= cancel.at
    return { question: isAnswer ? cancel : (this.#lastSent(attempt, told.at) ?? sent), at: told.at }
  }

  /** Of what was sent again it is the last sending up to then that an answer belongs to. */
  #lastSent(subject: string, until: Instant): Decided | undefined {
    let last: Decided | undefined
    const resends = this.#resends
    for (let i = 0; i < resends.length; i++) {
      const resend = resends[i]!
      const { effect } = resend
      const sent = effect.kind === 'start attempt' ? effect.attempt : effect.kind === 'start refund' ? effect.refund : undefined
      if (sent !== subject || resend.at > until) continue
      if (last === undefined || resend.effect.turn > last.effect.turn) last = resend
    }
    return last
  }

  /** The first turn in which a method was confirmed or charged, which whoever heard of it does. @param facts all that were taken in */
  heardOf({ method, provider }: MethodKept, facts: readonly Fact[]): number {
    if (this.#heard === undefined) {
      this.#heard = { confirmed: new Map(), charged: new Map() }
      for (let i = 0; i < facts.length; i++) {
        const fact = facts[i]!
        if (fact.kind === 'decided') note(this.#heard, fact)
      }
    }
    const { confirmed, charged } = this.#heard
    return Math.min(confirmed.get(`${method} confirmation`) ?? Number.POSITIVE_INFINITY, charged.get(provider) ?? Number.POSITIVE_INFINITY)
  }

  /** A method's fact was placed while decisions to come may still show that we had not heard of it. */
  methodIsUnheard(): void {
    this.#isMethodUnheard = true
  }
}

function keepFirst(decisions: Map<string, Decided>, subject: string, fact: Decided): void {
  const known = decisions.get(subject)
  if (known === undefined || fact.at < known.at || (fact.at === known.at && fact.effect.turn < known.effect.turn))
    decisions.set(subject, fact)
}

function note({ confirmed, charged }: Heard, { effect }: Decided): void {
  if (effect.kind === 'send notice') keepLeast(confirmed, effect.cause, effect.turn)
  else if (effect.kind === 'start attempt') keepLeast(charged, effect.method, effect.turn)
}

function keepLeast(turns: Map<string, number>, key: string, turn: number): void {
  const known = turns.get(key)
  if (known === undefined || turn < known) turns.set(key, turn)
}

function subjectOf(effect: Effect): string | undefined {
  switch (effect.kind) {
    case 'start attempt':
      return effect.attempt
    case 'start refund':
      return effect.refund
    case 'attach method':
    case 'create customer':
      return effect.key
    default:
      return undefined
  }
}

const tellsOfMoney = (fact: Fact): fact is MoneyCame =>
  fact.kind === 'payment succeeded' || (fact.kind === 'payment read' && fact.found.status === 'paid')

export const tellsOfEnd = (fact: Fact): fact is OfAttempt =>
  fact.kind === 'payment read'
    ? fact.found.status === 'paid' || fact.found.status === 'failed'
    : fact.kind === 'payment failed' || tellsOfMoney(fact)

export const inText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
