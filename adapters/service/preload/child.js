/**
 * Loaded into a Node process of the service before its own code: leads the vendor's host to the twin, and lets clock, timers and
 * `Math.random` be the world's. Plain JavaScript, since it runs in whatever Node the service is started with (20 or later).
 *
 * The environment says where: BILLSTORM_TWIN is the twin's port on loopback, BILLSTORM_CONTROL the socket on which billstorm says
 * what time it is, BILLSTORM_NOW the time at the start, in milliseconds since 1970.
 */
import http from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { activityMark, callerLine, followDrivers, followRequests } from './activity.js'
import { drawnAlike } from './chance.js'
import { virtualTime } from './virtual-time.js'

const { BILLSTORM_TWIN: twin, BILLSTORM_CONTROL: control, BILLSTORM_NOW: start } = process.env

if (twin !== undefined && control !== undefined && start !== undefined) {
  lead(Number(twin))
  attend(control, virtualTime(Number(start)), drawnAlike())
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
        if (signal.aborted) return reject(signal.reason)
        // Whoever says nothing else is told so after this time, and so in the time of the world.
        const late = setTimeout(() => reject(headersTimeOut()), headersWithinMs)
        const give = () => (clearTimeout(late), reject(signal.reason))
        signal.addEventListener('abort', give, { once: true })
      })
    })
  }
}

const setImmediateOfNode = setImmediate

/** @source Node's documentation, undici's `headersTimeout` */
const headersWithinMs = 300_000

const headersTimeOut = () =>
  new TypeError('fetch failed', {
    cause: Object.assign(new Error('Headers Timeout Error'), { name: 'HeadersTimeoutError', code: 'UND_ERR_HEADERS_TIMEOUT' }),
  })

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
 * Does what billstorm says, one line of JSON after another, and answers each.
 * @param {string} path of the socket
 * @param {import('./virtual-time.js').Time} time
 * @param {import('./chance.js').Chance} chance
 */
function attend(path, time, chance) {
  const socket = net.connect(path)
  time.keeps((isKept) => (isKept ? socket.ref() : socket.unref()))
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
      if (begin === true) {
        time.begin()
        chance.begin(now)
      }
      chance.goOn(now)
      if (fire === true) time.fire(now)
      socket.write(`${JSON.stringify({ is: 'told', number, first: time.first() ?? null })}\n`)
    }
  })
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    const { name = 'unknown', code } = error
    socket.write(`${JSON.stringify({ is: 'dies', origin, error: code === undefined ? name : `${name} ${code}` })}\n`)
  })
}
