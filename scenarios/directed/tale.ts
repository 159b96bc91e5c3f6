import type { Command, Duration, Instant, Policy } from '#machines'
import { days, defaultPolicy, hours, isoDate, isoInstant, later, minutes, utc } from '#machines'
import type { Value, Workload } from '#simulator'
import { numbered, type Timed } from '../scenario.ts'

/** No month's last day, no leap day, no midnight: a cell is reached by what is asked, never by the calendar. */
const starts = utc('2024-03-15T10:00:00Z')
const who = 'ada'

/** Where a try at payment is asked for, and under which name the bank's answer is drawn. */
export interface Try {
  /** The burst that asks: a command's, or the job's at that minute. */
  readonly asks: string
  /** `ada/renewal 2024-04-15/attempt 1` */
  readonly attempt: string
  /** The payment that is made for it. */
  readonly payment: string
}

/**
 * One customer's story on its way to a cell: what is asked, when, and what the world does meanwhile, by the names that
 * choices have in a record. Everything that is not told is as usual.
 */
export class Tale {
  readonly record = new Map<string, Value>()
  policy: Policy = defaultPolicy
  /** Where whoever signs up says to be, if they do. */
  home: string | undefined
  /** What whoever signs up buys at once beside the plan. */
  beside: Command | undefined
  /** Counted from the start. */
  now: Duration = minutes(1)
  readonly #lines: Timed[] = []
  readonly #tries = new Map<string, number>()
  #payments = 0
  #subscriptions = 0
  #changes = 0
  #periodEnd: Duration = minutes(0)

  /** Asks for something now. @returns the name of the line, under which its burst draws */
  ask(command: Command): string {
    const count = this.#lines.filter((line) => line.command.do === command.do).length + 1
    const isAtHome = command.do === 'subscribe' && this.home !== undefined
    this.#lines.push({ who, at: this.now, command: isAtHome ? { ...command, place: this.home! } : command })
    if (command.do === 'subscribe') {
      this.#subscriptions++
      this.#changes = 0
      this.#periodEnd = command.trial === undefined ? this.#periodAfter(this.now) : ((this.now + command.trial) as Duration)
    }
    if (command.do === 'subscribe' && this.beside !== undefined) {
      this.#lines.push({ who, at: (this.now + minutes(2)) as Duration, command: this.beside })
      this.#changes++
    }
    if (command.do === 'resume') this.#periodEnd = this.#periodAfter(this.now)
    return `${who}/${count === 1 ? command.do : `${command.do} ${count}`}`
  }

  /** What is charged now is ordered from an account, whose bank takes days: the signup's own, or one that is brought just before. */
  byDebit(): void {
    const last = this.#lines.at(-1)
    if (last?.command.do === 'subscribe' && last.at === this.now)
      this.#lines[this.#lines.length - 1] = { ...last, command: { ...last.command, method: 'bank debit' } }
    else this.#lines.push({ who, at: (this.now - minutes(2)) as Duration, command: { do: 'update method', method: 'bank debit' } })
  }

  wait(span: Duration): void {
    this.now = (this.now + span) as Duration
  }

  set(choice: string, value: Value = true): void {
    this.record.set(choice, value)
  }

  /** The try that a signup, a change or a resumption makes at once. */
  tryOf(purpose: 'signup' | 'upgrade' | 'quantity' | 'add-on' | 'interval' | 'resume', asks: string): Try {
    if (purpose === 'signup') return this.#next('signup', asks)
    return this.#next(`${purpose} ${++this.#changes}`, asks)
  }

  /** Goes on to the end of the running period, at which the next one is charged. */
  toPeriodEnd(): void {
    this.now = this.#periodEnd
  }

  /** Goes on to the minute at which the next period is charged for the first time. */
  toCharge(): Try {
    this.toPeriodEnd()
    const purpose = `renewal ${isoDate(this.#instant)}`
    this.wait(this.policy.draftWindow)
    this.#periodEnd = this.#periodAfter((this.now - this.policy.draftWindow) as Duration)
    return this.#next(purpose, this.job)
  }

  /** The renewal of the period that has just ended is tried for the first time, by whoever asks for it. */
  firstTry(asks: string): Try {
    return this.#next(`renewal ${isoDate(later(starts, this.#periodEnd))}`, asks)
  }

  /** Goes on by the gap between two retries. */
  toRetry(last: Try, gap: Duration): Try {
    this.wait(gap)
    return this.again(last, this.job)
  }

  /** The same invoice is tried once more. */
  again(last: Try, asks: string): Try {
    const words = last.attempt.split('/')[1]!
    const prefix = this.#subscriptions > 1 ? `sub ${this.#subscriptions} ` : ''
    return this.#next(words.slice(prefix.length), asks)
  }

  /** The clockwork's run at this minute. */
  get job(): string {
    return `job work/${isoInstant((Math.ceil(this.#instant / minutes(1)) * minutes(1)) as Instant)}`
  }

  get #instant(): Instant {
    return later(starts, this.now)
  }

  #next(purpose: string, asks: string): Try {
    const words = this.#subscriptions > 1 ? `sub ${this.#subscriptions} ${purpose}` : purpose
    const count = (this.#tries.get(words) ?? 0) + 1
    this.#tries.set(words, count)
    return { asks, attempt: `${who}/${words}/attempt ${count}`, payment: `pi_${who}_${++this.#payments}` }
  }

  // From the middle of March to the middle of September every month is met on its own day.
  #periodAfter(at: Duration): Duration {
    if (this.policy.plans[0]?.interval === 'week') return (at + days(7)) as Duration
    const date = new Date(later(starts, at))
    const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
    return (next + (later(starts, at) % days(1)) - starts) as Duration
  }

  /** Told to an end that leaves what was begun the time it needs. */
  workload(name: string): Workload {
    const lasts = (this.now + days(3) + hours(12)) as Duration
    return { scenario: name, starts, lasts, policy: this.policy, story: numbered(this.#lines) }
  }
}
