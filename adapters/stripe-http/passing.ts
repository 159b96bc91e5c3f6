import { days, isoInstant, later, type Instant } from '#machines'
import type { CardTwin, Choices } from '#simulator'
import type { TwinClock } from './clock.ts'
import type { Deliveries } from './deliveries.ts'

/** Nobody plans further ahead, and a slip of the pen would take for ever. */
const furthest = days(3_660)
/** A host's timer waits no longer than some weeks; it is set anew long before. */
const longestMs = 3_600_000

export interface PassingOptions {
  readonly twin: CardTwin
  readonly clock: TwinClock
  readonly choices: Choices
  readonly deliveries: Deliveries
}

/** Lets happen what happens by itself, each at its own instant: renewals, retries, expiries, copies of webhooks. */
export class Passing {
  readonly #options: PassingOptions
  #timer: NodeJS.Timeout | undefined
  #advances = false
  #isOver = false

  constructor(options: PassingOptions) {
    this.#options = options
  }

  /** When the next thing happens by itself. */
  get next(): Instant | undefined {
    const { twin, deliveries } = this.#options
    const [happens, sends] = [twin.due()?.at, deliveries.due]
    return happens === undefined ? sends : sends === undefined ? happens : sends < happens ? sends : happens
  }

  /** What is due first happens, at its own instant. */
  #step(at: Instant): void {
    const { twin, choices, deliveries } = this.#options
    const due = twin.due()
    if (due !== undefined && due.at <= at) twin.fire(due.owner, { now: at, choices })
    deliveries.publish(twin.takeEvents())
    deliveries.release(at)
  }

  /** Everything that is due by now has happened; what comes later wakes us up. */
  catchUp(): void {
    if (this.#isOver) return
    const { clock } = this.#options
    if (!this.#advances) for (let at = this.next; at !== undefined && at <= clock.now; at = this.next) this.#step(at)
    clearTimeout(this.#timer)
    this.#timer = undefined
    const next = this.next
    if (next === undefined || !clock.runs || this.#advances) return
    this.#timer = setTimeout(() => this.catchUp(), Math.min(longestMs, Math.max(0, next - clock.now)))
  }

  /**
   * Lets time pass up to an instant. At each moment on the way at which something happens it is that moment for everybody, and what
   * was told of it is waited for.
   * @throws RangeError when that is past or too far, or when time is moved already
   */
  async advance(to: Instant): Promise<void> {
    const { clock, deliveries } = this.#options
    if (this.#advances) throw new RangeError('time is being moved on already; wait until it has come there')
    if (to < clock.now) throw new RangeError(`it is ${isoInstant(clock.now)} already, and time only goes on`)
    if (to > later(clock.now, furthest)) throw new RangeError('that is more than ten years on')
    this.catchUp()
    const runs = clock.runs
    clock.freeze()
    this.#advances = true
    try {
      await deliveries.settled()
      for (let at = this.next; at !== undefined && at <= to && !this.#isOver; at = this.next) {
        if (at > clock.now) clock.moveTo(at)
        this.#step(at)
        await deliveries.settled()
      }
      if (to > clock.now) clock.moveTo(to)
    } finally {
      this.#advances = false
      if (runs) clock.run()
      this.catchUp()
    }
  }

  stop(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }
}
