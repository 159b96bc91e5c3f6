import { AsyncLocalStorage } from 'node:async_hooks'

/** Knows which line of somebody's module is at work. */
export interface Lines {
  /** `naive.ts:18`, or undefined when that is not known. */
  readonly now: () => string | undefined
  /** The same library; each call into it is remembered with the line that made it, since a library may lose the stack. */
  noted<Library extends object>(library: Library): Library
}

/** @param module where the code stands */
export function linesOf(module: URL): Lines {
  const path = module.pathname
  const file = path.slice(path.lastIndexOf('/') + 1)
  const entered = new AsyncLocalStorage<string | undefined>()

  const fromStack = (): string | undefined => {
    const before = Error.stackTraceLimit
    Error.stackTraceLimit = 40
    const frames = new Error('only for its stack').stack?.split('\n') ?? []
    Error.stackTraceLimit = before
    const frame = frames.find((each) => each.includes(path))
    const line = frame === undefined ? undefined : /:(\d+):\d+\)?$/.exec(frame)?.[1]
    return line === undefined ? undefined : `${file}:${line}`
  }

  const noted = <Library extends object>(library: Library): Library =>
    new Proxy(library, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key, target)
        if (typeof member === 'function')
          return (...given: unknown[]): unknown => entered.run(fromStack(), () => Reflect.apply(member, target, given) as unknown)
        return typeof member === 'object' && member !== null ? noted(member) : member
      },
    })

  return { now: () => entered.getStore() ?? fromStack(), noted }
}
