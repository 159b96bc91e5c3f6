import { setTimeout as sleep } from 'node:timers/promises'
import type { Enclosure } from '../enclosure/enclosure.ts'
import type { Running } from '../enclosure/wire.ts'
import type { Exit } from '../enclosure/messages.ts'
import type { Refusal } from '../harm/refusal.ts'
import { refuseLiveKeys } from '../harm/secret-files.ts'
import type { Ask, Asked } from './ask.ts'
import { ask } from './ask.ts'
import type { ChildEnd } from './ends.ts'

/** A service, as its owner describes it. */
export interface ServicePlan {
  readonly name: string
  /** One line for the shell, or a program and its arguments. */
  readonly run: string | readonly [string, ...string[]]
  readonly folder: string
  /** What it is given beside the little of ours that it needs. */
  readonly env: Readonly<Record<string, string>>
  /** The port that it listens on. */
  readonly port: number
  /** What answers 2xx once it is ready. Undefined: it is ready once it listens. */
  readonly readyPath?: string
  readonly readyWithinMs?: number
  /** How long it may take to end when it is asked to. */
  readonly graceMs?: number
  readonly keepBytes?: number
  readonly floodBytes?: number
  /** Timers that nobody but itself lets go off: it is not at rest while one of them is about to. */
  readonly hasOwnTimers?: boolean
}

declare const admission: unique symbol
/** A plan that was looked at for harm. Nothing else can be started. */
export interface Admitted {
  readonly plan: ServicePlan
  /** The whole environment that it gets, as it was looked at. */
  readonly env: Readonly<Record<string, string>>
  readonly [admission]: true
}

/** A child that was ready once. */
export interface Service {
  readonly running: Running
  ask(request: Ask): Promise<Asked>
  /** Asks it to end, or kills it. Undefined: it ended as it should. */
  stop(): Promise<ChildEnd | undefined>
  /** Ends it and what it started at once, as when a machine fails. */
  crash(): Promise<void>
  /** It ended by itself. Never resolves when it was stopped. */
  readonly lost: Promise<ChildEnd>
}

/** Looks for live keys in all that the service would get. It is then started as often as needed. */
export function admit(enclosure: Enclosure, plan: ServicePlan): Admitted | Refusal {
  const env = enclosure.environment(plan.env)
  const refusal = refuseLiveKeys({ folder: plan.folder, env })
  return refusal ?? ({ plan, env } as Admitted)
}

const defaults = { readyWithinMs: 30_000, graceMs: 5_000, keepBytes: 65_536, floodBytes: 67_108_864 }
const lookEveryMs = 10
const askedWithinMs = 5_000

/** Starts a service, and waits until the very process that was started answers. Whatever else comes of it is cleaned up. */
export async function startService(enclosure: Enclosure, { plan, env }: Admitted): Promise<Service | ChildEnd> {
  const { run, folder, port, readyWithinMs, graceMs, keepBytes, floodBytes, hasOwnTimers = false } = { ...defaults, ...plan }
  const began = performance.now()
  const since = (): number => Math.round(performance.now() - began)
  const running = await enclosure.start({ run, folder, env, keepBytes, floodBytes, hasOwnTimers })
  if ('kind' in running) return running
  let isStopped = false
  const connect = (): ReturnType<Enclosure['connect']> => enclosure.connect(port)
  const lost = new Promise<ChildEnd>((resolve) => {
    void running.exited.then((exit) => {
      if (!isStopped) resolve(endOf(exit, since()))
    })
  })
  const crash = async (): Promise<void> => {
    isStopped = true
    await enclosure.stop(running.number, 0)
  }
  const late = new AbortController()
  const never = sleep(readyWithinMs, 'late' as const, { signal: late.signal }).catch(() => 'late' as const)
  const watched: Watched = { enclosure, number: running.number, port, path: plan.readyPath, last: 'nothing listens on its port' }
  const ready = await Promise.race([lost, never, untilReady(watched, late.signal)])
  late.abort()
  if (ready !== 'ready') {
    const { last } = watched
    await crash()
    return ready === 'late' ? { kind: 'never ready', afterMs: readyWithinMs, last } : ready
  }
  return {
    running,
    lost,
    crash,
    ask: (request) => ask(connect, request),
    async stop() {
      isStopped = true
      const { ignored } = await enclosure.stop(running.number, graceMs)
      return ignored ? { kind: 'ignored SIGTERM', graceMs } : undefined
    },
  }
}

/** Shells say so when there is no such program. @source POSIX, Shell Command Language 2.8.2 */
const notRun: ReadonlySet<number | null> = new Set([126, 127])

function endOf(exit: Exit, afterMs: number): ChildEnd {
  if (exit.flooded) return { kind: 'flooded', bytes: exit.printedBytes }
  if (notRun.has(exit.code)) return { kind: 'never started', why: exit.lastWords || `code ${exit.code}` }
  return { kind: 'exited', afterMs, exit }
}

interface Watched {
  readonly enclosure: Enclosure
  readonly number: number
  readonly port: number
  readonly path: string | undefined
  /** What was seen last, for the case that nothing better comes. */
  last: string
}

/** Looks until the child answers, or something answers that is no answer of its. */
async function untilReady(watched: Watched, signal: AbortSignal): Promise<'ready' | 'late' | ChildEnd> {
  const { enclosure, number, port, path } = watched
  let isStrange = false
  for (; !signal.aborted; await sleep(lookEveryMs)) {
    const owners = await enclosure.owners(port)
    // Where the owner cannot be seen, whoever listens is believed.
    if (owners !== undefined) {
      if (owners.length === 0) continue
      const strange = owners.find(({ child }) => child !== number)
      // Seen twice: who has just opened or left the port may be half there.
      const wasStrange = isStrange
      isStrange = strange !== undefined
      if (strange !== undefined && !wasStrange) continue
      if (strange !== undefined) return { kind: 'somebody else answered', port, who: `${strange.command}, process ${strange.pid}` }
    }
    if (path === undefined) {
      const socket = await enclosure.connect(port)
      if (socket === undefined) continue
      socket.destroy()
      return 'ready'
    }
    const asked = await ask(() => enclosure.connect(port), { method: 'GET', path, withinMs: askedWithinMs })
    if (asked.kind === 'answered' && asked.status >= 200 && asked.status < 300) return 'ready'
    if (asked.kind === 'garbage') return { kind: 'answered garbage', what: asked.what }
    watched.last = asked.kind === 'answered' ? `GET ${path} answers ${asked.status}` : `GET ${path}: ${asked.kind}`
  }
  return 'late'
}
