import { fileURLToPath } from 'node:url'

/** What a system that runs in virtual time may not touch: the host's clock, its randomness, its timers. */
export class Touched extends Error {
  constructor(what: string, frame: string) {
    super(
      `${what} was touched in ${frame}; a native system has the world's clock and the kernel's names, and nothing else differs between runs`,
    )
    this.name = 'Touched'
  }
}

let isInstalled = false
let isArmed = false
/** The first touch of the run that goes on, kept in case the system catches what is thrown. */
let first: Touched | undefined

/**
 * Makes one native run with the wire armed. The wires are laid once in a thread and stay; between runs they let everything pass.
 * @returns what the run came to, and the first touch if there was one; the result is undefined when the touch ended the run
 */
export function watched<Out>(run: () => Out): { readonly result: Out | undefined; readonly touched: Touched | undefined } {
  install()
  first = undefined
  isArmed = true
  try {
    return { result: run(), touched: first }
  } catch (error) {
    if (!(error instanceof Touched)) throw error
    return { result: undefined, touched: error }
  } finally {
    isArmed = false
  }
}

function trip(what: string): void {
  if (!isArmed) return
  // Finding the frame may touch what is watched.
  isArmed = false
  const touched = new Touched(what, frameOf(stackHere()))
  first ??= touched
  isArmed = true
  throw touched
}

function stackHere(): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 60
  const { stack = '' } = new Error('here')
  Error.stackTraceLimit = stackTraceLimit
  return stack
}

const here = fileURLToPath(import.meta.url)
const root = fileURLToPath(new URL('..', import.meta.url))

/** The first line that is neither this file's, nor the host's, nor of a package somebody else wrote. */
function frameOf(stack: string): string {
  const isOurs = (line: string): boolean =>
    /:\d+:\d+/.test(line) && !line.includes(here) && !line.includes('node:') && !line.includes('/node_modules/')
  const line = stack.split('\n').find(isOurs)
  if (line === undefined) return 'code of the host'
  return line
    .replace(/^\s*at (?:.*\()?/, '')
    .replace(/\)$/, '')
    .replace('file://', '')
    .replace(root, '')
}

type Anything = (...given: unknown[]) => unknown

/** Lays a wire around one member; whatever hangs on the function stays with it. */
function watch(owner: object, member: string, what: string): void {
  const real = Reflect.get(owner, member) as Anything | undefined
  if (real === undefined) return
  const wired = function (this: unknown, ...given: unknown[]): unknown {
    if (isArmed) trip(what)
    return Reflect.apply(real, this, given)
  }
  Object.defineProperties(wired, Object.getOwnPropertyDescriptors(real))
  // Set and not defined anew: engines take the slow road to all of an object, `Math` for one, whose properties changed their kind.
  Reflect.set(owner, member, wired)
}

/** A date that is asked for no particular moment asks the clock. */
function watchDates(): void {
  const Real = Date
  // Dates of given moments are made often, nearly all of one number: that way is kept short.
  const wired = function (moment?: unknown, ...more: unknown[]): unknown {
    if (moment !== undefined && more.length === 0 && new.target === wired) return new Real(moment as number)
    if (new.target === undefined || moment === undefined) trip('new Date()')
    const given = moment === undefined ? [] : [moment, ...more]
    return new.target === undefined ? Real() : Reflect.construct(Real, given, new.target)
  }
  Object.defineProperties(wired, Object.getOwnPropertyDescriptors(Real))
  globalThis.Date = wired as unknown as DateConstructor
}

function install(): void {
  if (isInstalled) return
  isInstalled = true
  watch(Date, 'now', 'Date.now')
  watchDates()
  watch(Math, 'random', 'Math.random')
  watch(performance, 'now', 'performance.now')
  for (const member of ['randomUUID', 'getRandomValues']) watch(crypto, member, `crypto.${member}`)
  for (const member of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) watch(globalThis, member, member)
}
