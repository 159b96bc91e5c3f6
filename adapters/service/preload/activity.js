/**
 * Knows for which of our requests the service's own code is at work: by the context that Node carries along from the request that
 * brought it. Drivers of databases hand work on from one request to the next, so what they lose is put back here, and each query is
 * preceded on its connection by a word on who asks and on which line; the gate takes that word off.
 */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import http from 'node:http'
import Module from 'node:module'

/** @typedef {{ activity?: string, where?: string }} Asker */

/** @type {AsyncLocalStorage<Asker>} */
const asking = new AsyncLocalStorage()
const header = 'x-billstorm-activity'

/** What the provider's gate is told. @returns {Record<string, string>} */
export const activityMark = () => {
  const activity = asking.getStore()?.activity
  return activity === undefined ? {} : { [header]: activity }
}

/**
 * @param {() => void} run
 * @returns {() => void}
 */
export const inItsActivity = (run) => (asking.getStore() === undefined ? run : AsyncResource.bind(run))

/** The first line of the service's own code on the stack, `src/billing.ts:61`. */
export const callerLine = () => ownLines()[0]

/** The same, and where that was called from in another file of it, `src/db.ts:11 for src/billing.ts:61`: many ask through a helper. */
function callerLines() {
  const lines = ownLines()
  const [first] = lines
  const file = first?.split(':')[0]
  const other = lines.find((line) => line.split(':')[0] !== file)
  return other === undefined ? first : `${first} for ${other}`
}

/** @returns {string[]} */
function ownLines() {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 60
  const { stack = '' } = new Error('where')
  Error.stackTraceLimit = stackTraceLimit
  const folder = `${process.cwd()}/`
  return stack.split('\n').flatMap((line) => {
    const at = line.indexOf(folder)
    if (at === -1 || line.includes('/node_modules/')) return []
    const [place = ''] = line.slice(at + folder.length).split(')')
    return [place.split(':').slice(0, 2).join(':')]
  })
}

/** Each request that bears our mark is worked on under it. The service never sees the mark. */
export function followRequests() {
  const { emit } = http.Server.prototype
  http.Server.prototype.emit = function (/** @type {string} */ event, /** @type {any[]} */ ...given) {
    const [request, response] = given
    const activity = event === 'request' ? request.headers[header] : undefined
    if (activity === undefined) return emit.call(this, event, ...given)
    delete request.headers[header]
    const raw = request.rawHeaders.findIndex((/** @type {string} */ each) => each.toLowerCase() === header)
    if (raw !== -1) request.rawHeaders.splice(raw, 2)
    const asker = { activity }
    // What comes in later comes in the context of the connection.
    for (const each of [request, response]) {
      const own = each.emit
      each.emit = (/** @type {any[]} */ ...all) => asking.run(asker, () => own.apply(each, all))
    }
    return asking.run(asker, () => emit.call(this, event, ...given))
  }
}

/** @param {number} gate port of the gate before the database; NaN where there is none */
export function followDrivers(gate) {
  if (Number.isNaN(gate)) return
  const loader = /** @type {any} */ (Module)
  const load = loader._load
  /** @type {WeakMap<object, any>} */
  const known = new WeakMap()
  loader._load = function (/** @type {string} */ request, /** @type {any} */ parent, /** @type {any[]} */ ...rest) {
    const exported = load.call(this, request, parent, ...rest)
    if (typeof exported !== 'function') return exported
    const isQuery = (request === './query' || request === './query.js') && /[\\/]pg[\\/]lib[\\/]client\.js$/.test(parent?.filename ?? '')
    if (!isQuery && request !== 'pg-pool') return exported
    let followed = known.get(exported)
    if (followed === undefined) known.set(exported, (followed = isQuery ? queryThatSays(exported, gate) : exported))
    if (!isQuery && !known.has(exported.prototype)) {
      known.set(exported.prototype, true)
      followPool(exported.prototype)
    }
    return followed
  }
}

/**
 * A query notes who made it, and says so right before it is sent, which may be when another request is worked on.
 * @param {any} Query of node-postgres
 * @param {number} gate
 */
function queryThatSays(Query, gate) {
  return class extends Query {
    constructor(/** @type {any[]} */ ...given) {
      super(...given)
      const asker = asking.getStore()
      /** @type {Asker} */
      this.asker = { ...asker, where: callerLines() ?? asker?.where }
    }
    submit(/** @type {any} */ connection) {
      const { stream } = connection
      if (stream.remotePort === gate) stream.write(note(this.asker))
      return super.submit(connection)
    }
  }
}

/** @param {Asker} asker */
function note(asker) {
  const body = Buffer.from(JSON.stringify(asker))
  const head = Buffer.alloc(5)
  head.write('~')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** Whoever waits for a connection gets it from the one who gives it back: the context must be the former's. */
function followPool(/** @type {any} */ pool) {
  const { connect, query } = pool
  pool.connect = function (/** @type {any} */ back) {
    return connect.call(this, typeof back === 'function' ? AsyncResource.bind(back) : back)
  }
  pool.query = function (/** @type {any[]} */ ...given) {
    return asking.run({ ...asking.getStore(), where: callerLines() }, () => query.apply(this, given))
  }
}
