import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import { inItsActivity } from './activity.js'

/**
 * @typedef {{ id: number, due: number, every: number | undefined, run: () => void, isRef: boolean, real?: NodeJS.Timeout }} Timer
 * @typedef {{ tell(now: number): void, begin(): void, keeps(keep: (isKept: boolean) => void): void, first(): number | undefined, fire(until: number): void }} Time
 */

/**
 * Makes `Date` and the timers of the process those of the world. Whatever Node itself waits for inside (sockets, DNS) stays as it is.
 * @param {number} beginning milliseconds since 1970
 * @returns {Time}
 */
export function virtualTime(beginning) {
  let now = beginning
  let last = 0
  // Until a world says what time it is nobody would let a timer go off: while it starts, or migrates, they run as they do elsewhere.
  let hasBegun = false
  const ofNode = { setTimeout, setInterval, clearTimeout }
  /** @type {Map<number, Timer>} */
  const pending = new Map()
  const DateOfNode = Date
  const World = new Proxy(DateOfNode, {
    construct: (of, given, as) => Reflect.construct(of, given.length === 0 ? [now] : given, as === World ? of : as),
    apply: () => new DateOfNode(now).toString(),
    get: (of, name, as) => (name === 'now' ? () => now : Reflect.get(of, name, as)),
  })
  // So that `constructor === Date` holds for every date there is.
  DateOfNode.prototype.constructor = World
  globalThis.Date = World

  class Handle {
    /** @param {number} id */
    constructor(id) {
      this.id = id
    }
    ref() {
      count(this.id, true)
      return this
    }
    unref() {
      count(this.id, false)
      return this
    }
    hasRef() {
      return pending.get(this.id)?.isRef ?? false
    }
    refresh() {
      const timer = pending.get(this.id)
      if (timer !== undefined) timer.due = now + lasting(timer.every ?? timer.due - now)
      return this
    }
    close() {
      drop(this.id)
      return this
    }
    [Symbol.toPrimitive]() {
      return this.id
    }
    [Symbol.dispose]() {
      this.close()
    }
  }
  /** So many of those that wait keep the process alive, as timers do. */
  let referenced = 0
  let keep = (/** @type {boolean} */ _isKept) => {}
  const count = (/** @type {number} */ id, /** @type {boolean} */ isRef) => {
    const timer = pending.get(id)
    if (timer === undefined || timer.isRef === isRef) return
    timer.isRef = isRef
    if (isRef) timer.real?.ref()
    else timer.real?.unref()
    referenced += isRef ? 1 : -1
    keep(referenced > 0)
  }
  const lasting = (/** @type {unknown} */ ms) => Math.max(1, Math.trunc(Number(ms) || 0))
  const set = (
    /** @type {(...given: any[]) => void} */ run,
    /** @type {unknown} */ ms,
    /** @type {any[]} */ given,
    /** @type {boolean} */ again,
  ) => {
    const id = ++last
    const lasts = lasting(ms)
    /** @type {Timer} */
    const timer = { id, due: now + lasts, every: again ? lasts : undefined, run: inItsActivity(() => run(...given)), isRef: false }
    pending.set(id, timer)
    count(id, true)
    if (!hasBegun && again) timer.real = ofNode.setInterval(timer.run, lasts)
    if (!hasBegun && !again) timer.real = ofNode.setTimeout(() => (drop(id), timer.run()), lasts)
    return new Handle(id)
  }
  const drop = (/** @type {number} */ id) => {
    const real = pending.get(id)?.real
    if (real !== undefined) ofNode.clearTimeout(real)
    count(id, false)
    return pending.delete(id)
  }
  const clear = (/** @type {any} */ handle) => {
    if (handle instanceof Handle) drop(handle.id)
    // What was set by Node itself, or before us.
    else if (!((typeof handle === 'number' || typeof handle === 'string') && drop(Number(handle)))) ofNode.clearTimeout(handle)
  }
  const replaced = {
    setTimeout: (/** @type {any} */ run, /** @type {unknown} */ ms, /** @type {any[]} */ ...given) => set(run, ms, given, false),
    setInterval: (/** @type {any} */ run, /** @type {unknown} */ ms, /** @type {any[]} */ ...given) => set(run, ms, given, true),
    clearTimeout: clear,
    clearInterval: clear,
  }
  const sleep = (/** @type {unknown} */ ms, /** @type {unknown} */ value, /** @type {{ signal?: AbortSignal }} */ { signal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const handle = replaced.setTimeout(() => resolve(value), ms)
      signal?.addEventListener('abort', () => (clear(handle), reject(signal.reason)), { once: true })
    })
  Object.defineProperty(replaced.setTimeout, Symbol.for('nodejs.util.promisify.custom'), { value: sleep })
  Object.assign(globalThis, replaced)
  Object.assign(timers, replaced)
  Object.assign(timersPromises, { setTimeout: sleep })

  /** Equals in the order in which they were set. */
  const earliest = () => {
    /** @type {Timer | undefined} */
    let found
    for (const timer of pending.values())
      if (found === undefined || timer.due < found.due || (timer.due === found.due && timer.id < found.id)) found = timer
    return found
  }
  return {
    tell(next) {
      const passes = next - now
      now = next
      if (hasBegun) return
      hasBegun = true
      // What was set while it started goes on in the time of the world.
      for (const timer of pending.values()) {
        if (timer.real !== undefined) ofNode.clearTimeout(timer.real)
        delete timer.real
        timer.due += passes
      }
    },
    first: () => earliest()?.due,
    keeps(take) {
      keep = take
      keep(referenced > 0)
    },
    begin() {
      for (const timer of [...pending.values()])
        if (timer.every === undefined) drop(timer.id)
        else timer.due = now + timer.every
    },
    fire(until) {
      const timer = earliest()
      if (timer === undefined || timer.due > until) return
      // Times that were slept through are not made up for.
      if (timer.every === undefined) drop(timer.id)
      else timer.due += timer.every * Math.max(1, Math.ceil((until - timer.due) / timer.every))
      // What a timer throws ends a process of its own as well.
      timer.run()
    },
  }
}
