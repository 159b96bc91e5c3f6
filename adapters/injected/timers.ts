import { AsyncLocalStorage } from 'node:async_hooks'
import type { Instant } from '#machines'

/** What `setTimeout` and `setInterval` return inside an activity. It holds no process open; `ref` is remembered, no more. */
export interface VirtualTimer {
  ref(): VirtualTimer
  unref(): VirtualTimer
  hasRef(): boolean
  refresh(): VirtualTimer
  close(): VirtualTimer
  [Symbol.toPrimitive](): number
  [Symbol.dispose](): void
}

/** A timer that is due, or will be. */
export interface Sleeper {
  readonly due: Instant
  readonly isRef: boolean
}

interface Entry {
  due: number
  order: number
  isRef: boolean
  readonly delayMs: number
  readonly repeats: boolean
  readonly fire: () => void
  readonly timer: VirtualTimer
}

const longestMs = 0x7fffffff

/** As the runtime reads a delay: whole milliseconds, at least one; nonsense is one. */
const readDelay = (delay: unknown): number => {
  const ms = Number(delay)
  return ms >= 1 && ms <= longestMs ? Math.trunc(ms) : 1
}

/** The timers of one activity, on the world's clock. Nothing here waits: who owns the activity fires what is due. */
export interface Timers {
  start(callback: () => void, delay: unknown, repeats: 'once' | 'repeatedly'): VirtualTimer
  /** @returns whether the handle was one of ours */
  stop(handle: unknown): boolean
  /** The earliest; of equals the one started first. */
  first(): Sleeper | undefined
  fireFirst(): void
  clear(): void
  /** Timers that would keep a process alive. */
  readonly sleepers: readonly Sleeper[]
}

export function createTimers(now: () => Instant): Timers {
  const byId = new Map<number, Entry>()
  const idOf = new WeakMap<object, number>()
  let started = 0
  let orders = 0

  const first = (): Entry | undefined => {
    let least: Entry | undefined
    for (const entry of byId.values())
      if (least === undefined || entry.due < least.due || (entry.due === least.due && entry.order < least.order)) least = entry
    return least
  }
  const asSleeper = (entry: Entry): Sleeper => ({ due: entry.due as Instant, isRef: entry.isRef })

  return {
    start(callback, delay, repeats) {
      const id = ++started
      const delayMs = readDelay(delay)
      // The code's own async contexts go along, as with real timers.
      const inContext = AsyncLocalStorage.snapshot()
      const timer: VirtualTimer = {
        ref: () => ((entry.isRef = true), timer),
        unref: () => ((entry.isRef = false), timer),
        hasRef: () => entry.isRef,
        refresh: () => {
          entry.due = now() + delayMs
          entry.order = ++orders
          byId.set(id, entry)
          return timer
        },
        close: () => (byId.delete(id), timer),
        [Symbol.toPrimitive]: () => id,
        [Symbol.dispose]: () => void byId.delete(id),
      }
      const entry: Entry = {
        due: now() + delayMs,
        order: ++orders,
        isRef: true,
        delayMs,
        repeats: repeats === 'repeatedly',
        fire: () => inContext(callback),
        timer,
      }
      byId.set(id, entry)
      idOf.set(timer, id)
      return timer
    },
    stop(handle) {
      const id = typeof handle === 'object' && handle !== null ? idOf.get(handle) : Number(handle)
      return id !== undefined && byId.delete(id)
    },
    first: () => {
      const entry = first()
      return entry === undefined ? undefined : asSleeper(entry)
    },
    fireFirst() {
      const entry = first()
      if (entry === undefined) return
      if (entry.repeats) {
        entry.due = Math.max(now(), entry.due) + entry.delayMs
        entry.order = ++orders
      } else byId.delete(Number(entry.timer))
      entry.fire()
    },
    clear: () => byId.clear(),
    get sleepers() {
      return [...byId.values()].filter((entry) => entry.isRef).map(asSleeper)
    },
  }
}
