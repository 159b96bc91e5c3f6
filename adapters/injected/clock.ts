import type { Instant } from '#machines'
import { replaced, replacedFunction, type Undo } from './replaced.ts'

const nanosecondsPerMs = 1_000_000

/**
 * Lets Date, performance and hrtime tell the world's time wherever `now` knows one; elsewhere they are the real ones.
 * Uncontrolled: `process.uptime`, and what native code reads by itself.
 */
export function replaceClock(now: () => Instant | undefined): Undo {
  const RealDate = globalThis.Date
  const realNow = RealDate.now.bind(RealDate)
  const realPerformanceNow = performance.now.bind(performance)
  const realHrtime = process.hrtime.bind(process)
  const realBigint = process.hrtime.bigint.bind(process.hrtime)
  const realOrigin = performance.timeOrigin

  function WorldDate(this: unknown, ...given: unknown[]): unknown {
    if (new.target === undefined) return new RealDate(now() ?? realNow()).toString()
    const parts = given.length === 0 ? [now() ?? realNow()] : given
    return Reflect.construct(RealDate, parts, new.target === WorldDate ? RealDate : new.target)
  }
  Object.defineProperty(WorldDate, 'name', { value: 'Date' })
  Object.defineProperty(WorldDate, 'length', { value: 7 })
  WorldDate.now = () => now() ?? realNow()
  WorldDate.parse = RealDate.parse
  WorldDate.UTC = RealDate.UTC
  // One prototype, so that `instanceof` holds between dates made before and after.
  Object.defineProperty(WorldDate, 'prototype', { value: RealDate.prototype, writable: false })

  const hrtime = (earlier?: [number, number]): [number, number] => {
    const at = now()
    if (at === undefined) return realHrtime(earlier)
    const [seconds, nanoseconds] = [Math.trunc(at / 1_000), (at % 1_000) * nanosecondsPerMs]
    if (earlier === undefined) return [seconds, nanoseconds]
    const borrows = nanoseconds < earlier[1] ? 1 : 0
    return [seconds - earlier[0] - borrows, nanoseconds - earlier[1] + borrows * 1_000 * nanosecondsPerMs]
  }
  hrtime.bigint = (): bigint => {
    const at = now()
    return at === undefined ? realBigint() : BigInt(at) * BigInt(nanosecondsPerMs)
  }

  const undos = [
    replaced(globalThis, 'Date', { value: WorldDate, writable: true }),
    replaced(RealDate.prototype, 'constructor', { value: WorldDate, writable: true }),
    replacedFunction(performance, 'now', () => now() ?? realPerformanceNow()),
    // Time since the origin is then time itself, the same for every activity.
    replaced(performance, 'timeOrigin', { get: () => (now() === undefined ? realOrigin : 0) }),
    replacedFunction(process, 'hrtime', hrtime),
  ]
  return () => undos.toReversed().forEach((undo) => undo())
}
