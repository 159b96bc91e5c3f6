import { fileURLToPath } from 'node:url'
import type { CommandKind, CommandReply, Instant, Method, PlanKey, Policy, View } from '#machines'
import { utc } from '#machines'
import type { Activity, Input, Name, ShellCodec, System, World } from '#simulator'
import { cardFor, createShellCodec, newestVersion, priceIdOf } from '#simulator'
import { AdapterError } from '../injected/adapter-error.ts'
import { signWith } from '../injected/sign.ts'
import { bringUp, type Up } from './bring-up.ts'
import type { Onlooker } from './onlooker.ts'
import type { Ask, Asked as Heard } from './children/ask.ts'
import { lookAhead } from './look-ahead.ts'
import { comesMs, oneAtATime } from './one-at-a-time.ts'
import type { Asked, Sent, ServiceOptions } from './options.ts'
import { replied, statusOf } from './replies.ts'
import { viewOf } from './shown.ts'
import { type Interleaved, interleave } from './wire/interleaved.ts'
import { createRenaming } from './wire/renaming.ts'

const secret = 'whsec_billstorm'
/** Of a test account; no request with it leaves the enclosure. */
const key = 'sk_test_billstorm'

/** A system, and what its owner wrote of it. */
export interface ServiceSystem extends System {
  readonly wiring: ServiceOptions
}

/**
 * Somebody's service as a system, in whatever it is written: a process apart, reached by HTTP alone. The seed decides each webhook, each
 * answer of the provider and each job, one at a time; where its database is gated also what happens between two statements.
 */
export const service = (options: ServiceOptions): ServiceSystem => ({ ...serviceSeenBy({}, options), wiring: options })

/** The same, with somebody looking on. */
export function serviceSeenBy(onlooker: Onlooker, options: ServiceOptions): System {
  const { name, version = '1', jobs = {}, commands = {}, prices = {}, clock = 'controlled' } = options
  let up: Up | undefined
  let look: ReturnType<typeof lookAhead> | undefined
  let world: World | undefined
  let codec: ShellCodec = createShellCodec()
  let renaming = createRenaming(String)
  const isGated = options.level === 'wire'
  const here = (): Up => {
    if (up === undefined) throw new AdapterError(`${name} was used before boot`)
    return up
  }
  const inside = (): World => {
    if (world === undefined) throw new AdapterError(`${name} was used before it entered a world`)
    return world
  }

  const send = async (what: Sent, mark: string | undefined, heard: (heard: Heard) => void): Promise<void> => {
    const over = (said: Heard): void => {
      onlooker.answered?.(what, said)
      heard(said)
    }
    for (let isThere = false; !isThere;) {
      await here().alive()
      isThere = await new Promise<boolean>((isSent) => {
        here()
          .ask({ ...requestOf(what, mark), sent: () => isSent(true) })
          .then(
            // It ended just now, and nobody had told us yet.
            (said) => (said.kind === 'not there' ? isSent(false) : over(said)),
            () => over({ kind: 'hung up' }),
          )
          .finally(() => isSent(true))
      })
      if (!isThere) await here().gone()
    }
  }
  let inTurns: Interleaved | undefined
  const interleaved = (): Interleaved => {
    const { wire, gate, control, rest } = here()
    if (wire === undefined) throw new AdapterError(`${name} has no gate before its database`)
    return (inTurns ??= interleave({
      gate: wire.gate,
      locks: wire.locks,
      calls: () => gate.waiting,
      renaming: () => renaming,
      world: inside,
      tell: control.tell,
      pass: control.pass,
      fire: control.fire,
      rung: () => wire.bell.rung(comesMs),
      rest,
      deaths: () => control.deaths.splice(0),
    }))
  }
  const alone = oneAtATime({ up: here, world: inside, patienceMs: patience[clock] })

  /** What it showed, as long as nobody has touched it since. */
  let seen: View | undefined
  let isAtRest = false
  const activity = (of: Name, sent: () => Sent, replyOf: (heard: Heard) => unknown): Activity => {
    const begin = async (mark: string | undefined, heard: (heard: Heard) => void): Promise<void> => {
      await here().alive()
      await fireWhatIsDue(here(), inside().now())
      await send(sent(), mark, heard)
    }
    const rings = (heard: (heard: Heard) => void) => (said: Heard) => {
      heard(said)
      here().bell.ring()
    }
    const { resume } = isGated
      ? interleaved().activity(of, (mark, heard) => begin(mark, rings(heard)), replyOf)
      : alone.activity(of, (heard) => begin(undefined, rings(heard)), replyOf)
    return {
      name: of,
      async resume(answer) {
        seen = undefined
        isAtRest = false
        const pause = await resume(answer)
        // One that runs alone has ended its burst by resting.
        isAtRest = !isGated
        return pause
      },
    }
  }

  return {
    name,
    // Whoever reads a report is to know.
    version: options.egress === 'unguarded' ? `${version} unguarded` : version,
    capabilities: {
      level: isGated ? 'L2' : 'L1',
      authority: options.authority,
      keeps: options.keeps,
      commands: Object.keys(commands) as CommandKind[],
      portal: options.portal ?? ['refund', 'update method', 'authenticate'],
      jobs: Object.entries(jobs).map(([job, { every, overlaps = false }]) => ({ name: job, every, overlaps })),
      crash: true,
      clock,
      reconcile: false,
      sights: options.sights,
      ...(options.listens === undefined ? {} : { listens: options.listens }),
      endpointVersion: options.endpointVersion ?? newestVersion,
    },

    async boot() {
      up ??= await bringUp({
        name,
        folder: typeof options.folder === 'string' ? options.folder : fileURLToPath(options.folder),
        start: options.start,
        migrate: options.migrate,
        ready: options.ready,
        port: options.port ?? 3_000,
        env: ({ store, twin }) => options.env({ store, twin, webhookSecret: secret, key }),
        store: options.store,
        isGated,
        egress: options.egress ?? 'guarded',
        clock,
        codec: () => codec,
        begins,
        ...(options.readyWithinMs === undefined ? {} : { readyWithinMs: options.readyWithinMs }),
        ...(onlooker.enclosed === undefined ? {} : { enclosed: onlooker.enclosed }),
      })
      look = lookAhead(up.store.query)
      onlooker.up?.(up)
    },
    enter(next) {
      world = next
    },
    async reset() {
      const { gate, wire, control, rest, reset, stop } = here()
      gate.drop()
      await wire?.locks.release()
      wire?.gate.open()
      // What a run that ended early left at work has things in mind that nobody can take from it.
      if (alone.isAtWork || (inTurns?.open ?? 0) > 0) await stop()
      alone.forget()
      seen = undefined
      inTurns?.forget()
      await rest()
      await control.begin(inside().now())
      codec = createShellCodec({ named: namedPrices(prices, inside().policy()) })
      renaming = createRenaming((id) => String(codec.take(id)))
      await reset()
      wire?.gate.close()
    },
    receive(input: Input): Activity {
      if (input.kind === 'delivery')
        return activity(
          input.name,
          () => ({ to: options.webhook, ...input.raw() }),
          (heard) => ({ status: statusOf(heard) }),
        )
      if (input.kind === 'job') {
        const job = jobs[input.job]
        if (job === undefined) throw new RangeError(`${name} has no job ${input.job}`)
        return activity(
          input.name,
          () => job.send,
          () => undefined,
        )
      }
      const { who, command } = input
      const send = commands[command.do] as ((asked: Asked) => Sent | undefined) | undefined
      if (send === undefined) throw new RangeError(`${name} was asked to ${command.do}, which it does not take`)
      const method: Method | undefined = 'method' in command ? command.method : undefined
      const card = method === undefined ? undefined : String(codec.show(cardFor[method]))
      const sent = send({ ...command, who, card, policy: inside().policy() })
      return sent === undefined
        ? refused(input.name)
        : activity(
            input.name,
            () => sent,
            (heard) => replied(heard, options.asksAgain ?? false),
          )
    },
    show: (payload) => codec.show(payload),
    sign: signWith(secret),
    async crash() {
      const { wire, crash } = here()
      await wire?.locks.release()
      await crash()
      inTurns?.died()
      alone.forget()
      seen = undefined
      isAtRest = false
    },
    settle: async () => {
      const { gate, rest, outward } = here()
      if (!isAtRest) await rest()
      isAtRest = true
      const tried = outward()
      if (tried !== undefined) throw new AdapterError(tried)
      return {
        waitsFor: gate.waiting.map(({ request }) => `the answer to ${request.operation}, asked while nobody had asked anything of it`),
      }
    },
    view: async () => (seen ??= viewOf(await options.view({ query: look!(), take: (id) => String(codec.take(id)) }))),
    async close() {
      await up?.end()
      up = undefined
    },
  }
}

/** What time it is until a world says so. */
const begins: Instant = utc('2024-01-01')
/** In real time: who has not moved for so long never will. Clients on a clock of their own wait up to 5 s before they ask again. */
const patience = { controlled: 1_000, service: 10_000 } as const
/** In real time: whoever is silent for so long is taken to hang. */
const withinMs = 30_000

async function fireWhatIsDue({ control, rest }: Up, now: Instant): Promise<void> {
  for (let first = await control.tell(now); first !== undefined && first <= now; first = await control.tell(now)) {
    await control.fire()
    await rest()
  }
}

/** @param mark by which its process can tell whose work it does; taken off before its own code sees it */
function requestOf({ to, headers: own = {}, body }: Sent, mark: string | undefined): Ask {
  const [method, path] = to.split(' ', 2) as [string, string]
  const headers = { ...own, ...(mark === undefined ? {} : { 'x-billstorm-activity': mark }) }
  if (body === undefined || typeof body === 'string') return { method, path, withinMs, headers, ...(body === undefined ? {} : { body }) }
  return { method, path, withinMs, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/** What its page does not offer nobody can ask for. */
const refused = (name: Name): Activity => ({
  name,
  resume: () => ({ kind: 'done', reply: { kind: 'refused', reason: 'it is not offered' } satisfies CommandReply }),
})

/** Names of the prices that this world's catalogue has. */
const namedPrices = (prices: Readonly<Record<string, PlanKey>>, { plans }: Policy): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(prices).flatMap(([name, plan]) => {
      const id = priceIdOf(plans, plan)
      return id === undefined ? [] : [[id, name] as const]
    }),
  )
