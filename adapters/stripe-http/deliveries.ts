import { days, isoInstant, later, type Duration, type Instant } from '#machines'
import { type CardTwin, type Endpoint, type ProviderEvent, type ShellCodec, usualGaps, usualPatience } from '#simulator'
import { signWith } from '../injected/sign.ts'
import type { Armed } from './armed.ts'
import type { TwinClock } from './clock.ts'
import type { Tell } from './telling.ts'

/** For so long the sender tries. @source billing.md 1.7 ◐: up to three days; the gaps between are not published */
const horizon: Duration = days(3)
/** So long an event that was ordered to come late waits for another to overtake it. */
const waitsForNext: Duration = 60_000 as Duration

/** One event on its way to one address. */
interface Letter {
  readonly event: ProviderEvent
  readonly endpoint: string
  readonly since: Instant
  /** How often it was sent. */
  copies: number
}

interface Queue {
  readonly letters: Letter[]
  draining: Promise<void> | undefined
}

/** What is sent later, by the twin's time. */
interface Later {
  readonly letter: Letter
  readonly at: Instant
  /** Goes out at once when another overtakes it. */
  readonly isHeld: boolean
}

/** Sends a body to an address. @returns the status of the answer @throws whatever kept it from being answered */
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal) => Promise<number>

export interface DeliveriesOptions {
  readonly twin: CardTwin
  readonly codec: ShellCodec
  readonly clock: TwinClock
  readonly armed: Armed
  /** The wall's time: what checks a signature knows no other. */
  readonly wall: () => Instant
  readonly post: Post
  readonly tell: Tell
  /** When something is to be sent by itself has changed. */
  readonly isDueOtherwise: () => void
}

/**
 * Tells addresses what happened, signed, until each event was acknowledged or three days are over. To one address one event goes
 * after the other, in the order in which they happened, so that the same requests lead to the same deliveries.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions
  readonly #queues = new Map<string, Queue>()
  #later: readonly Later[] = []
  readonly #ends = new AbortController()

  constructor(options: DeliveriesOptions) {
    this.#options = options
  }

  /** When something is to be sent next by itself. */
  get due(): Instant | undefined {
    let due: Instant | undefined
    for (const { at } of this.#later) if (due === undefined || at < due) due = at
    return due
  }

  /** What is on its way, oldest first. */
  get waiting(): readonly {
    readonly event: string
    readonly endpoint: string
    readonly copies: number
    readonly again: string | undefined
  }[] {
    const row = ({ event, endpoint, copies }: Letter, at?: Instant) => ({
      event: event.id,
      endpoint,
      copies,
      again: at === undefined ? undefined : isoInstant(at),
    })
    return [
      ...[...this.#queues.values()].flatMap(({ letters }) => letters.map((letter) => row(letter))),
      ...this.#later.map(({ letter, at }) => row(letter, at)),
    ]
  }

  publish(events: readonly ProviderEvent[]): void {
    if (events.length === 0) return
    const { twin, armed, clock } = this.#options
    const endpoints = twin.endpoints()
    for (const event of events)
      for (const { id, events: types } of endpoints) {
        if (!types.includes('*') && !types.includes(event.type)) continue
        const letter: Letter = { event, endpoint: id, since: clock.now, copies: 0 }
        const fate = armed.delivery(event.type)
        switch (fate) {
          case undefined:
            this.#enqueue(letter)
            break
          case 'lost':
            this.#tell(letter, undefined, 'lost, as ordered', undefined, 0)
            break
          case 'redeliver':
            this.#enqueue(letter)
            this.#enqueue({ ...letter })
            break
          case 'reorder':
            this.#wait(letter, later(clock.now, waitsForNext), true)
            break
          default:
            throw new TypeError(`no such fault: ${String(fate satisfies never)}`)
        }
      }
  }

  /** Sends what is due by now. */
  release(now: Instant): void {
    this.#send((each) => each.at <= now)
  }

  /** Everything that could be sent was sent, and answered or not. */
  async settled(): Promise<void> {
    for (;;) {
      const draining = [...this.#queues.values()].flatMap((queue) => queue.draining ?? [])
      if (draining.length === 0) return
      await Promise.all(draining)
    }
  }

  stop(): void {
    this.#ends.abort()
    this.#queues.clear()
    this.#later = []
  }

  #queue(endpoint: string): Queue {
    const known = this.#queues.get(endpoint)
    if (known !== undefined) return known
    const queue: Queue = { letters: [], draining: undefined }
    this.#queues.set(endpoint, queue)
    return queue
  }

  /** Lets those that were to go later go now. */
  #send(which: (each: Later) => boolean): void {
    const now = this.#later.filter(which)
    if (now.length === 0) return
    this.#later = this.#later.filter((each) => !which(each))
    for (const { letter } of now) this.#enqueue(letter)
  }

  #enqueue(letter: Letter): void {
    if (this.#ends.signal.aborted) return
    const queue = this.#queue(letter.endpoint)
    queue.letters.push(letter)
    queue.draining ??= this.#drain(queue)
    this.#send(({ isHeld, letter: held }) => isHeld && held.endpoint === letter.endpoint)
  }

  #wait(letter: Letter, at: Instant, isHeld: boolean): void {
    this.#later = [...this.#later, { letter, at, isHeld }]
    this.#options.isDueOtherwise()
  }

  async #drain(queue: Queue): Promise<void> {
    // The answer to the request that caused it all goes first.
    await Promise.resolve()
    for (let letter = queue.letters.shift(); letter !== undefined; letter = queue.letters.shift()) await this.#deliver(letter)
    queue.draining = undefined
  }

  async #deliver(letter: Letter): Promise<void> {
    const { twin, codec, wall, post, clock } = this.#options
    // Who took the address back, or changed it, is heeded up to the last moment.
    const endpoint = twin.endpoints().find(({ id }) => id === letter.endpoint)
    if (endpoint === undefined || this.#ends.signal.aborted) return
    const body = JSON.stringify(codec.show(twin.render(letter.event, endpoint.version)))
    letter.copies++
    const began = wall()
    let status: number | string
    try {
      const signal = AbortSignal.any([this.#ends.signal, AbortSignal.timeout(usualPatience)])
      status = await post(endpoint.url, signWith(endpoint.secret)(body, began), body, signal)
    } catch (error) {
      if (this.#ends.signal.aborted) return
      status = whyNobodyAnswered(error)
    }
    const isTaken = typeof status === 'number' && status >= 200 && status < 300
    const again = later(clock.now, usualGaps[Math.min(letter.copies, usualGaps.length) - 1]!)
    const goesOn = !isTaken && again <= later(letter.since, horizon)
    if (goesOn) this.#wait(letter, again, false)
    this.#tell(letter, endpoint, status, goesOn ? again : undefined, wall() - began)
  }

  #tell(
    { event, endpoint: id, copies }: Letter,
    endpoint: Endpoint | undefined,
    status: number | string,
    again: Instant | undefined,
    ms: number,
  ): void {
    const { codec, tell, twin } = this.#options
    tell({
      kind: 'delivery',
      type: event.type,
      event: String(codec.show(event.id)),
      url: endpoint?.url ?? twin.endpoints().find((each) => each.id === id)?.url ?? id,
      status,
      copy: copies,
      again: again === undefined ? undefined : isoInstant(again),
      ms,
    })
  }
}

function whyNobodyAnswered(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${usualPatience / 1_000} s`
  const cause: unknown = error instanceof Error ? error.cause : undefined
  if (cause instanceof Error) return (cause as NodeJS.ErrnoException).code ?? cause.message
  return error instanceof Error ? error.message : String(error)
}

/** Sends over the network; where it is sent on to is not gone to. */
export const postOverHttp: Post = async (url, headers, body, signal) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'user-agent': 'billstorm' },
    body,
    signal,
    redirect: 'manual',
  })
  await response.body?.cancel()
  return response.status
}
