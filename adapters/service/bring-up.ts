import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '#machines'
import type { ShellCodec } from '#simulator'
import { AdapterError } from '../injected/adapter-error.ts'
import type { Ask, Asked } from './children/ask.ts'
import { saysEnd, saysOutward, saysRestless } from './children/ends.ts'
import { admit, type Service, type ServicePlan, startService } from './children/service.ts'
import { type Egress, enclose, type Enclosure } from './enclosure/enclosure.ts'
import { openProviderGate, type ProviderGate } from './gates/provider-gate.ts'
import type { Outward } from './enclosure/messages.ts'
import { isRefusal } from './harm/refusal.ts'
import { type Control, openControl } from './preload/control.ts'
import type { OpenStore, Store } from './stores/store.ts'
import { type Bell, createBell } from './wire/bell.ts'
import { createLocks, type Locks } from './wire/locks.ts'
import { openWireGate, type WireGate } from './wire/wire-gate.ts'

export interface Plan {
  readonly name: string
  readonly folder: string
  readonly start: string | readonly [string, ...string[]]
  readonly migrate: string | readonly [string, ...string[]] | undefined
  /** `GET /healthz` */
  readonly ready: string
  readonly port: number
  readonly readyWithinMs?: number
  /** Told where it will run, before anything does. */
  readonly enclosed?: (enclosure: Enclosure) => void
  /** What the service is given, once it is known where its store and the twin are. */
  readonly env: (at: { readonly store: string; readonly twin: string }) => Readonly<Record<string, string>>
  readonly store: Store
  /** Whether each round trip to its database waits for us. */
  readonly isGated: boolean
  readonly egress: Egress
  /** Whose its clock is: the world's, on Node, or its own. */
  readonly clock: 'controlled' | 'service'
  readonly codec: () => ShellCodec
  /** What time it is until a world says so. */
  readonly begins: Instant
}

/** A service that runs, and all that it touches. */
export interface Up {
  /** Starts it again where it has died, as its owner's machines would. */
  alive(): Promise<void>
  /** It listens no more: resolves when it is known to have ended. */
  gone(): Promise<void>
  ask(request: Ask): Promise<Asked>
  /** Ends it with all that it has in mind; it is started again when it is needed. */
  stop(): Promise<void>
  /** Kills it where it stands. Resolves when nothing of it is left, and what it had not committed is undone. */
  crash(): Promise<void>
  readonly gate: ProviderGate
  /** Rings when something came. */
  readonly bell: Bell
  /** Before its database, where that is gated. */
  readonly wire: Wire | undefined
  readonly control: Control
  readonly store: Pick<OpenStore, 'query'>
  /** Puts the store back to what every run begins with. */
  reset(): Promise<void>
  /** What it had tried to reach that is not there for it when it rested last, in one line. */
  outward(): string | undefined
  /** The end of what it printed, as far as that was kept: its errors, or else the rest. */
  lastWords(): string
  /** Resolves when nobody inside does anything any more, and all that was sent to us has come. @throws AdapterError when that takes too long */
  rest(): Promise<void>
  end(): Promise<void>
}

/** The gate before the database, and what one must know of what waits there and behind it. */
export interface Wire {
  readonly gate: WireGate
  readonly locks: Locks
  readonly bell: Bell
}

const restWithinMs = 10_000
const endsWithinMs = 1_000
const migratesWithinMs = 120_000
const preload = new URL('./preload/child.js', import.meta.url)

/**
 * Starts a service apart from everything, with a provider that is ours and a store that we made.
 * @throws AdapterError when it must not be started, or does not come up: nothing is left of it then
 */
export async function bringUp(plan: Plan): Promise<Up> {
  const { name } = plan
  const enclosure = await enclose({ egress: plan.egress })
  if (isRefusal(enclosure)) throw new AdapterError(enclosure.says)
  plan.enclosed?.(enclosure)
  const opened: (() => unknown)[] = []
  try {
    return await inside(plan, enclosure, opened)
  } catch (thrown) {
    for (const close of opened.toReversed()) await close()
    await enclosure.end()
    throw thrown instanceof AdapterError
      ? thrown
      : new AdapterError(`${name} cannot be brought up: ${(thrown as Error).message}`, { cause: thrown })
  }
}

/** @param opened takes what must be closed at the end, last one first */
async function inside(plan: Plan, enclosure: Enclosure, opened: (() => unknown)[]): Promise<Up> {
  const { name, folder, port, codec, begins, clock } = plan
  const store = await plan.store.open(enclosure, folder)
  opened.push(() => store.close())
  const { port: twin, server } = await enclosure.listen()
  const bell = createBell()
  const gate = openProviderGate(server, codec, bell.ring)
  opened.push(() => gate.close())
  const behind = plan.isGated ? store.wire : undefined
  if (plan.isGated && behind === undefined)
    throw new AdapterError(`${name} has a store that is no server: the level wire is for postgres()`)
  const before = behind === undefined ? undefined : await enclosure.listen()
  const wireGate = behind === undefined || before === undefined ? undefined : openWireGate(before.server, behind.path, bell.ring)
  if (wireGate !== undefined) opened.push(() => wireGate.end())
  const control = await openControl(enclosure.folder)
  opened.push(() => control.close())
  const own: ServicePlan = {
    name,
    run: plan.start,
    folder,
    port,
    readyPath: plan.ready.replace(/^GET /, ''),
    ...(plan.readyWithinMs === undefined ? {} : { readyWithinMs: plan.readyWithinMs }),
    env: {
      PORT: String(port),
      ...plan.env({
        store: behind === undefined || before === undefined ? store.address : behind.addressAt(before.port),
        twin: `http://127.0.0.1:${twin}`,
      }),
      ...(clock === 'service'
        ? {}
        : {
            NODE_OPTIONS: `--import=${preload.href}`,
            BILLSTORM_TWIN: String(twin),
            BILLSTORM_CONTROL: control.path,
            BILLSTORM_NOW: String(begins),
            ...(before === undefined ? {} : { BILLSTORM_GATE: String(before.port) }),
          }),
    },
    hasOwnTimers: clock === 'service',
  }
  const admitted = admit(enclosure, own)
  if (isRefusal(admitted)) throw new AdapterError(admitted.says)

  if (plan.migrate !== undefined) {
    const running = await enclosure.start({ run: plan.migrate, folder, env: admitted.env, keepBytes: 65_536, floodBytes: 67_108_864 })
    if ('kind' in running) throw new AdapterError(`the migration of ${name} could not be started: ${running.why}`)
    const exit = await Promise.race([running.exited, sleep(migratesWithinMs, undefined, { ref: false })])
    if (exit === undefined) throw new AdapterError(`the migration of ${name} did not end within ${migratesWithinMs / 1_000} s`)
    if (exit.code !== 0) throw new AdapterError(`the migration of ${name} failed, code ${exit.code ?? exit.signal}: ${exit.lastWords}`)
  }
  const start = async (): Promise<Service> => {
    const service = await startService(enclosure, admitted)
    if ('kind' in service) throw new AdapterError(saysEnd(name, service))
    void service.lost.then(() => (running = undefined))
    return service
  }
  // Without a migration of its own it makes its tables when it starts.
  if (plan.migrate === undefined) await (await start()).stop()
  await store.keep()
  let running: Service | undefined = await start()
  if (clock === 'controlled' && control.held === 0)
    throw new AdapterError(
      `${name} is ready, but no Node process of it took the preload: of a service that is not on Node, or sets NODE_OPTIONS itself, say clock: 'service', and tell it the twin's address`,
    )

  let outward: Outward | undefined
  const rest = async (): Promise<void> => {
    for (let came = -1; came !== cameSoFar() || isOwedSomething();) {
      came = cameSoFar()
      const told = await enclosure.rest(restWithinMs)
      // What came meanwhile is read in a turn of ours.
      for (let turns = 0; turns < 3; turns++) await turn()
      if ('commands' in told) throw new AdapterError(saysRestless(name, restWithinMs, told))
      outward = told
    }
  }
  const isOwedSomething = (): boolean => wireGate?.isBusy === true
  const cameSoFar = (): number => gate.came + (wireGate?.came ?? 0)
  const stop = async (): Promise<void> => {
    await running?.stop()
    running = undefined
  }

  return {
    async alive() {
      if (running !== undefined) return
      // While it starts nobody waits for anything.
      wireGate?.open()
      running = await start()
      wireGate?.close()
    },
    async gone() {
      if (running === undefined) return
      await Promise.race([running.lost, sleep(endsWithinMs, undefined, { ref: false })])
      await stop()
    },
    async ask(request) {
      if (running === undefined) throw new AdapterError(`${name} was asked before it was started again`)
      return running.ask(request)
    },
    stop,
    async crash() {
      await running?.crash()
      running = undefined
      gate.drop()
      await store.wire?.left()
    },
    gate,
    bell,
    wire:
      wireGate === undefined || behind === undefined
        ? undefined
        : { gate: wireGate, bell, locks: createLocks({ blocked: behind.blocked, signal: enclosure.signal, rest }) },
    control,
    store,
    async reset() {
      const { cut } = await store.reset()
      // Its pool would hand out connections that are dead.
      if (cut) await stop()
    },
    outward: () => (outward === undefined ? undefined : saysOutward(name, outward)),
    lastWords: () => (running?.running.printed.error || running?.running.printed.out || '').trimEnd(),
    rest,
    async end() {
      await stop()
      for (const close of opened.toReversed()) await close()
      await enclosure.end()
    },
  }
}
