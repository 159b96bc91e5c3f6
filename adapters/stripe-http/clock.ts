import { isoInstant, type Duration, type Instant } from '#machines'

/** What time it is for a served twin: the wall's, moved on as far as somebody asked, or standing still. */
export class TwinClock {
  readonly #wall: () => Instant
  /** The twin's time when the clock was last set, and the wall's at that moment. */
  #set: Instant
  #since: Instant
  #runs: boolean

  /** @param at where it stands until somebody lets it run; undefined: it runs, from the wall's time on */
  constructor(wall: () => Instant, at?: Instant) {
    this.#wall = wall
    this.#since = wall()
    this.#set = at ?? this.#since
    this.#runs = at === undefined
  }

  get now(): Instant {
    return this.#runs ? ((this.#set + Math.max(0, this.#wall() - this.#since)) as Instant) : this.#set
  }

  get runs(): boolean {
    return this.#runs
  }

  freeze(): void {
    this.moveTo(this.now)
    this.#runs = false
  }

  run(): void {
    this.moveTo(this.now)
    this.#runs = true
  }

  /** @throws RangeError when that is past: what happened stays */
  moveTo(instant: Instant): void {
    if (instant < this.#set) throw new RangeError(`it is ${isoInstant(this.#set)} already, and time only goes on`)
    this.#set = instant
    this.#since = this.#wall()
  }
}

const spans: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/** `90s`, `10m`, `36h`, `30d`, `2w`, or several in a row; undefined for anything else. */
export function spanIn(text: string): Duration | undefined {
  if (!/^(\d{1,9}[smhdw])+$/.test(text)) return undefined
  let span = 0
  for (const [, count, unit] of text.matchAll(/(\d+)([smhdw])/g)) span += Number(count) * spans[unit!]!
  return span as Duration
}
