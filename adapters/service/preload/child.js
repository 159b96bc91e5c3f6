/**
 * Loaded into a Node process of the service before its own code: leads the vendor's host to the twin, and lets clock and timers
 * be the world's. Plain JavaScript, since it runs in whatever Node the service is started with (20 or later).
 *
 * The environment says where: BILLSTORM_TWIN is the twin's port on loopback, BILLSTORM_CONTROL the socket on which billstorm says
 * what time it is, BILLSTORM_NOW the time at the start, in milliseconds since 1970.
 */
import http from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import { activityMark, callerLine, followDrivers, followRequests, inItsActivity } from './activity.js'

const { BILLSTORM_TWIN: twin, BILLSTORM_CONTROL: control, BILLSTORM_NOW: start } = process.env

if (twin !== undefined && control !== undefined && start !== undefined) {
  lead(Number(twin))
  attend(control, virtualTime(Number(start)))
  followRequests()
  followDrivers(Number(process.env['BILLSTORM_GATE']))
  syncBuiltinESMExports()
}

/** @param {number} port of the twin */
function lead(port) {
  const vendor = 'api.stripe.com'
  const agent = new http.Agent({ keepAlive: true })
  const { request } = https
  const redirected = (/** @type {any[]} */ ...given) => {
    const [first, second] = given
    const url = typeof first === 'string' ? new URL(first) : first instanceof URL ? first : undefined
    const options = url === undefined ? first : typeof second === 'object' ? second : {}
    const host = url?.hostname ?? options.hostname ?? options.host
    if (host !== vendor) return request.apply(https, /** @type {any} */ (given))
    const { agent: _agent, protocol: _protocol, ...rest } = options
    const back = given.find((each) => typeof each === 'function')
    const where = callerLine()
    const asked = http.request(
      {
        ...rest,
        ...(url === undefined ? {} : { path: `${url.pathname}${url.search}` }),
        host: '127.0.0.1',
        hostname: '127.0.0.1',
        port,
        agent,
        headers: { ...rest.headers, ...marks(where) },
      },
      back,
    )
    passInSilence(asked)
    // Clients of TLS write once the connection is secure: here it is at once.
    asked.prependOnceListener('socket', (socket) => {
      if (socket.connecting) socket.prependOnceListener('connect', () => setImmediateOfNode(() => socket.emit('secureConnect')))
    })
    return asked
  }
  https.request = /** @type {any} */ (redirected)
  https.get = /** @type {any} */ (
    (/** @type {any[]} */ ...given) => {
      const asked = redirected(...given)
      asked.end()
      return asked
    }
  )
  const fetchOfNode = globalThis.fetch
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input))
    if (url.hostname !== vendor) return fetchOfNode(input, init)
    const to = `http://127.0.0.1:${port}${url.pathname}${url.search}`
    const where = callerLine()
    const asked = input instanceof Request ? new Request(to, input) : new Request(to, init)
    for (const [name, value] of Object.entries(marks(where))) asked.headers.set(name, value)
    return fetchOfNode(asked).then((answer) => {
      if (answer.headers.get('x-billstorm') !== 'silence') return answer
      const { signal } = asked
      return new Promise((_, reject) => {
        const give = () => reject(signal.reason)
        if (signal.aborted) give()
        else signal.addEventListener('abort', give, { once: true })
      })
    })
  }
}

const setImmediateOfNode = setImmediate

/**
 * What the twin reads and the vendor never sees: that silence can be passed on in no time, and who asks.
 * @param {string | undefined} where
 */
const marks = (where) => ({
  'x-billstorm': 'silence',
  ...(where === undefined ? {} : { 'x-billstorm-where': where }),
  ...activityMark(),
})

/**
 * An answer that says that none will ever come is no answer: the client's own patience is over at once, if it has any.
 * @param {http.ClientRequest} asked
 */
function passInSilence(asked) {
  /** @type {(() => void) | undefined} */
  let gaveUp
  asked.setTimeout = (_ms, callback) => {
    gaveUp = callback
    return asked
  }
  const { emit } = asked
  asked.emit = /** @type {any} */ (
    (/** @type {string} */ event, /** @type {any[]} */ ...given) => {
      if (event !== 'response' || given[0].headers['x-billstorm'] !== 'silence') return emit.call(asked, event, ...given)
      given[0].resume()
      if (gaveUp === undefined) return emit.call(asked, 'timeout')
      gaveUp()
      return true
    }
  )
}

/**
 * @typedef {{ id: number, due: number, every: number | undefined, run: () => void, real?: NodeJS.Timeout }} Timer
 * @typedef {{ tell(now: number): void, begin(): void, first(): number | undefined, fire(until: number): void }} Time
 */

/**
 * Makes `Date` and the timers of the process those of the world. Whatever Node itself waits for inside (sockets, DNS) stays as it is.
 * @param {number} beginning milliseconds since 1970
 * @returns {Time}
 */
function virtualTime(beginning) {
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
      pending.get(this.id)?.real?.ref()
      return this
    }
    unref() {
      pending.get(this.id)?.real?.unref()
      return this
    }
    hasRef() {
      return true
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
    const timer = { id, due: now + lasts, every: again ? lasts : undefined, run: inItsActivity(() => run(...given)) }
    pending.set(id, timer)
    if (!hasBegun && again) timer.real = ofNode.setInterval(timer.run, lasts)
    if (!hasBegun && !again) timer.real = ofNode.setTimeout(() => (drop(id), timer.run()), lasts)
    return new Handle(id)
  }
  const drop = (/** @type {number} */ id) => {
    const real = pending.get(id)?.real
    if (real !== undefined) ofNode.clearTimeout(real)
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
    begin() {
      for (const timer of [...pending.values()])
        if (timer.every === undefined) pending.delete(timer.id)
        else timer.due = now + timer.every
    },
    fire(until) {
      const timer = earliest()
      if (timer === undefined || timer.due > until) return
      // Times that were slept through are not made up for.
      if (timer.every === undefined) pending.delete(timer.id)
      else timer.due += timer.every * Math.max(1, Math.ceil((until - timer.due) / timer.every))
      // What a timer throws ends a process of its own as well.
      timer.run()
    },
  }
}

/**
 * Does what billstorm says, one line of JSON after another, and answers each.
 * @param {string} path of the socket
 * @param {Time} time
 */
function attend(path, time) {
  const socket = net.connect(path)
  socket.unref()
  socket.setEncoding('utf8')
  // Whoever started us is gone: nothing is left to be told.
  socket.on('error', () => undefined)
  socket.write(`${JSON.stringify({ is: 'here', pid: process.pid, node: process.version })}\n`)
  let rest = ''
  socket.on('data', (/** @type {string} */ text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { number, now, fire, begin } = JSON.parse(line)
      time.tell(now)
      if (begin === true) time.begin()
      if (fire === true) time.fire(now)
      socket.write(`${JSON.stringify({ is: 'told', number, first: time.first() ?? null })}\n`)
    }
  })
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    const { name = 'unknown', code } = error
    socket.write(`${JSON.stringify({ is: 'dies', origin, error: code === undefined ? name : `${name} ${code}` })}\n`)
  })
}
