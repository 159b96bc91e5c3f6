import { createHook } from 'node:async_hooks'
import nodeCrypto from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** Resources that end by themselves: while one of them lives, the activity's code still waits for the machine. */
const endsByItself = /REQ|^(BLOBREADER|Timeout|Immediate|STREAMPIPE|QUERYWRAP|WRITEWRAP|SHUTDOWNWRAP)$|CONNECTWRAP$/
/** These are drained in every turn, and promises are no work of the machine. Node 22 reports them whatever one asks for. */
const drained = new Set(['PROMISE', 'TickObject', 'Microtask'])

const turnsAtMost = 12
const patienceMs = 10_000

/** The code of an activity keeps the machine busy for longer than anything should; the run cannot be judged. */
class NeverQuiet extends Error {
  constructor(resources: readonly string[]) {
    super(
      `still at work after ${patienceMs / 1_000} s: ${resources.join(', ') || 'turn after turn'}; every I/O of the code must pass the gate`,
    )
    this.name = 'NeverQuiet'
  }
}

/**
 * Knows when the code of activities has come to rest: nothing of it is at work in the machine (thread pool, real timers)
 * and nothing was created or ended for some turns of the event loop. Only resources made inside an activity count, so what
 * the rest of the process does neither hurries nor delays it.
 */
export interface Quiet {
  /** How many turns without movement are taken for rest. */
  readonly turns: number
  /** Resolves at rest. @throws NeverQuiet after ten seconds */
  settle(): Promise<void>
  stop(): void
}

const { performance } = globalThis
const now = performance.now.bind(performance)
const soon = setImmediate

/**
 * Starts watching, and finds out how many turns rest takes on this machine: every kind of work that code may do
 * without the gate must be over when rest is declared.
 * @param inside is an activity's code running?
 * @param within runs something as an activity's code
 */
export async function watchQuiet(inside: () => boolean, within: <Result>(run: () => Result) => Result): Promise<Quiet> {
  const working = new Map<number, string>()
  // A compressor lives on between its writes, and works in the pool while it holds what it was given.
  const compressors = new Map<number, WeakRef<{ readonly buffer?: unknown }>>()
  let movements = 0

  const isWorking = (): boolean => {
    if (working.size > 0) return true
    for (const compressor of compressors.values()) if ((compressor.deref()?.buffer ?? null) !== null) return true
    return false
  }

  const ended = (id: number): void => {
    if (working.delete(id)) movements++
  }
  const hook = createHook({
    init(id, type, _trigger, resource) {
      if (drained.has(type) || !inside()) return
      movements++
      if (type === 'ZLIB') compressors.set(id, new WeakRef(resource))
      else if (endsByItself.test(type)) working.set(id, type)
    },
    after: ended,
    destroy(id) {
      compressors.delete(id)
      ended(id)
    },
    ...{ trackPromises: false },
  }).enable()

  const settleFor = (turns: number): Promise<void> =>
    new Promise((resolve, reject) => {
      let still = 0
      let busySince: number | undefined
      let before = movements
      // One promise for all turns: they are by far the most of what a rest costs.
      const turn = (): void => {
        still = !isWorking() && movements === before ? still + 1 : 0
        before = movements
        if (still >= turns) return resolve()
        if (still === 0) {
          busySince ??= now()
          if (now() - busySince > patienceMs)
            return reject(new NeverQuiet([...new Set([...working.values(), ...(compressors.size > 0 ? ['ZLIB'] : [])])].toSorted()))
        }
        soon(turn)
      }
      soon(turn)
    })

  let turns = 1
  for (const probe of probes) turns = await needed(probe, turns, settleFor, within)
  // One more than was ever needed: a turn costs microseconds, a rest declared too early the verdict.
  turns++

  return { turns, settle: () => settleFor(turns), stop: () => void hook.disable() }
}

async function needed(
  probe: () => Promise<unknown>,
  least: number,
  settleFor: (turns: number) => Promise<void>,
  within: (run: () => void) => void,
): Promise<number> {
  for (let turns = least; turns <= turnsAtMost; turns++) {
    let isOver = false
    within(() => void probe().then(() => (isOver = true)))
    await settleFor(turns)
    if (isOver) return turns
    await settleFor(turnsAtMost)
  }
  throw new NeverQuiet(['a probe of the self-test'])
}

const bytes = new Uint8Array(1_000)
const probes: readonly (() => Promise<unknown>)[] = [
  () => Promise.resolve(),
  () => new Promise((resolve) => process.nextTick(resolve)),
  () => new Promise((resolve) => soon(() => soon(() => soon(resolve)))),
  () => new Response('{}').json(),
  () => new Request('http://probe.invalid/', { method: 'POST', body: 'text' }).text(),
  () => new Blob(['text']).text(),
  () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => {
        port1.close()
        resolve(undefined)
      })
      port1.start()
      port2.postMessage(1)
    }),
  () => import('node:path'),
  () => nodeCrypto.subtle.digest('SHA-256', bytes),
  async () => {
    const key = await nodeCrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return nodeCrypto.subtle.sign('HMAC', key, bytes)
  },
  () => promisify(nodeCrypto.pbkdf2)('a', 'b', 100, 16, 'sha256'),
  async () => promisify(gzip)(await promisify(gzip)(bytes)),
  () => new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
  () => readFile(import.meta.filename),
]
