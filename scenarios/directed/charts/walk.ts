import type { Duration, Policy, Sentence } from '#machines'
import { days, defaultPolicy, minor, minutes } from '#machines'
import { declined, declinedForGood, needsAction, unknown } from '../outcomes.ts'
import { Tale, type Try } from '../tale.ts'

/** A path of a chart, told sentence by sentence: what an event needs to come is set or asked for when its turn comes. */
export class Walk {
  readonly tale = new Tale()
  readonly path: readonly Sentence[]
  /** The latest try at payment. Until something else is said it is paid. */
  last: Try | undefined
  /** The customer answers the bank through the system, and not at the provider's pages. */
  answersHere = false
  #retries = 0

  constructor(path: readonly Sentence[]) {
    this.path = path
  }

  has(event: string, guard?: string): boolean {
    return this.path.some((each) => each.event === event && (guard === undefined || each.guard === guard))
  }

  /** Does the path take what is said where the guard says no? */
  hasNo(event: string, guard: string): boolean {
    return this.path.some((each) => each.event === event && each.guard === undefined && each.to === undefined) && !this.has(event, guard)
  }

  under(policy: Partial<Policy>): void {
    this.tale.policy = { ...this.tale.policy, ...policy }
  }

  /** Periods that end while collecting goes on. */
  byWeek(): void {
    this.under({ plans: defaultPolicy.plans.map((plan) => ({ ...plan, interval: 'week' })) })
  }

  try(next: Try): Try {
    this.last = next
    return next
  }

  /** The next try that policy makes by itself. */
  retry(): void {
    if (this.last === undefined) this.try(this.tale.toCharge())
    else this.try(this.tale.toRetry(this.last, this.tale.policy.retries[this.#retries++] ?? days(1)))
  }

  /** A new method, and the try that is made with it at once. */
  newMethod(after: Duration = minutes(30)): void {
    this.tale.wait(after)
    const asks = this.tale.ask({ do: 'update method', method: 'card' })
    this.#retries = 0
    if (this.last !== undefined) this.try(this.tale.again(this.last, asks))
  }

  /** How the latest try comes out. */
  comesOut(how: 'declined' | 'declined for good' | 'asked' | 'unknown'): void {
    if (this.last === undefined) return
    if (how === 'declined') declined(this.tale, this.last)
    else if (how === 'declined for good') declinedForGood(this.tale, this.last)
    else if (how === 'asked') needsAction(this.tale, this.last)
    else unknown(this.tale, this.last)
  }

  /** The clockwork that would make the latest try begins late. */
  isLate(): void {
    if (this.last !== undefined) this.tale.set(`${this.last.asks}/job late`, '20 min')
  }

  /** An operator writes the open invoice off. */
  writeOff(): void {
    this.tale.wait(minutes(3))
    this.tale.ask({ do: 'write off' })
  }

  /** An operator hears that the open invoice was paid at the bank. */
  markPaid(): void {
    this.tale.wait(minutes(30))
    this.tale.ask({ do: 'mark paid' })
  }

  /** The customer pays what was given up, with a try of its own. */
  payDebt(): void {
    this.tale.wait(minutes(30))
    const asks = this.tale.ask({ do: 'pay debt' })
    this.try(this.last === undefined ? this.tale.firstTry(asks) : this.tale.again(this.last, asks))
  }

  leave(): void {
    this.tale.wait(minutes(3))
    this.tale.ask({ do: 'cancel', when: 'now' })
  }

  /** The customer answers the bank, after a while. */
  answer(succeeds: boolean, after: Duration = minutes(30)): void {
    this.tale.wait(after)
    this.tale.ask({ do: 'authenticate', succeeds })
  }

  /** The customer answers the bank through the system, and nobody hears what came of it for some minutes. */
  answerUnheard(): void {
    this.answersHere = true
    const name = this.tale.ask({ do: 'authenticate', succeeds: true })
    this.tale.set(`${name}/answer bank/timeout after`)
    for (const event of ['succeeded', 'payment_failed']) this.tale.set(`ada/payment_intent.${event} ${this.last?.payment}/lost`)
  }

  /** So much credit that nothing is due next. */
  giveCredit(): void {
    this.tale.wait(minutes(30))
    this.tale.ask({ do: 'grant credit', amount: minor(50_000) })
  }
}

/** Lets one event come, the next on the walk's path; a text says why nothing can bring it about. */
export type EventDriver = (walk: Walk, sentence: Sentence) => void | string

/** Every event of a chart, and how a walk along it begins. */
export interface ChartDriver<Event extends string> {
  readonly begins: (walk: Walk, first: Sentence) => void | string
  readonly events: Readonly<Record<Event, EventDriver>>
}
