import nodeTimers from 'node:timers'
import promised from 'node:timers/promises'
import { promisify } from 'node:util'
import { replaced, replacedFunction, type Undo } from './replaced.ts'
import type { Timers } from './timers.ts'

type Callback = (...given: unknown[]) => void
type Abortable = { readonly signal?: AbortSignal | undefined }

/**
 * Lets setTimeout, setInterval, their promised forms and AbortSignal.timeout sleep on the world's clock wherever there
 * is an activity. setImmediate, nextTick and microtasks stay real: no time passes in them.
 */
export function replaceSleep(inside: () => Timers | undefined): Undo {
  const real = {
    setTimeout: globalThis.setTimeout as (...given: unknown[]) => unknown,
    setInterval: globalThis.setInterval as (...given: unknown[]) => unknown,
    clearTimeout: globalThis.clearTimeout as (handle: unknown) => void,
    clearInterval: globalThis.clearInterval as (handle: unknown) => void,
    wait: promised.setTimeout,
    repeat: promised.setInterval as <Value>(delay?: number, value?: Value, options?: Abortable) => AsyncIterable<Value>,
    schedulerWait: promised.scheduler.wait.bind(promised.scheduler) as (delay: number, options?: Abortable) => Promise<void>,
    abortAfter: AbortSignal.timeout.bind(AbortSignal),
  }

  const starts =
    (how: 'once' | 'repeatedly') =>
    (callback: Callback, delay?: unknown, ...given: unknown[]): unknown => {
      const timers = inside()
      if (timers !== undefined) return timers.start(() => callback(...given), delay, how)
      return (how === 'once' ? real.setTimeout : real.setInterval)(callback, delay, ...given)
    }
  const stops =
    (stopReal: (handle: unknown) => void) =>
    (handle: unknown): void => {
      if (inside()?.stop(handle) !== true) stopReal(handle)
    }

  const sleep = <Value>(timers: Timers, delay: unknown, value: Value, { signal }: Abortable): Promise<Value> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(aborted(signal))
      const timer = timers.start(
        () => {
          signal?.removeEventListener('abort', stop)
          resolve(value)
        },
        delay,
        'once',
      )
      const stop = (): void => {
        timer.close()
        reject(aborted(signal))
      }
      signal?.addEventListener('abort', stop, { once: true })
    })

  const wait = <Value>(delay?: number, value?: Value, options: Abortable = {}): Promise<Value> => {
    const timers = inside()
    return timers === undefined ? real.wait(delay, value, options) : sleep(timers, delay, value as Value, options)
  }
  async function* repeat<Value>(delay?: number, value?: Value, options: Abortable = {}): AsyncGenerator<Value> {
    const timers = inside()
    if (timers === undefined) yield* real.repeat(delay, value, options)
    else for (;;) yield await sleep(timers, delay, value as Value, options)
  }

  const abortAfter = (delay: number): AbortSignal => {
    const timers = inside()
    if (timers === undefined) return real.abortAfter(delay)
    const controller = new AbortController()
    timers
      .start(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay, 'once')
      .unref()
    return controller.signal
  }

  const forms = {
    setTimeout: starts('once'),
    setInterval: starts('repeatedly'),
    clearTimeout: stops(real.clearTimeout),
    clearInterval: stops(real.clearInterval),
  }
  Object.defineProperty(forms.setTimeout, promisify.custom, { value: wait })

  const undos = [
    ...[globalThis, nodeTimers].flatMap((target) => Object.entries(forms).map(([key, value]) => replacedFunction(target, key, value))),
    replacedFunction(promised, 'setTimeout', wait),
    replacedFunction(promised, 'setInterval', repeat),
    replaced(promised.scheduler, 'wait', {
      value: (delay: number, options?: Abortable) =>
        inside() === undefined ? real.schedulerWait(delay, options) : wait(delay, undefined, options),
      writable: true,
    }),
    replacedFunction(AbortSignal, 'timeout', abortAfter),
  ]
  return () => undos.toReversed().forEach((undo) => undo())
}

function aborted(signal: AbortSignal | undefined): Error {
  const error: Error & { code?: string } = new Error('The operation was aborted', { cause: signal?.reason })
  error.name = 'AbortError'
  error.code = 'ABORT_ERR'
  return error
}
