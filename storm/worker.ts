import { parentPort, workerData } from 'node:worker_threads'
import { Misbehaved, NoSystem } from '#adapters'
import type { Activity, Capabilities, Input, System, SystemEntry } from '#simulator'
import { type Arena, openArena } from './arena.ts'
import { alone } from './crew.ts'
import { loadSystem } from './own-system.ts'
import { scenariosNamed, systemNamed } from './systems.ts'
import type { Order, Posting, Report } from './threads.ts'

/** The inside of a worker thread: brings the system up once, then does what it is told, one order after another. */
const posting = workerData as Posting
const beats = new Int32Array(posting.beats)
const port = parentPort
if (port === null) throw new Error('this file is the inside of a worker thread; nothing else starts it')

function entryOf({ system, module }: Posting): SystemEntry {
  if (module !== undefined)
    return { name: system, kind: 'service', create: () => loadSystem(module).then(alive), installed: () => true, module }
  const entry = systemNamed(system)
  return entry.kind === 'service' ? { ...entry, create: async () => alive(await entry.create()) } : entry
}

/** Who turns more often than this in one run goes in circles. */
const mostTurns = 20_000

/**
 * A run of a process apart may take long, as when a service is asked a thousand times: each turn of an activity is a sign that it is
 * alive. What runs in this thread gives no such sign, since it costs it nothing to go in circles.
 */
function alive(system: System): System {
  if (system.capabilities.level !== 'L1' && system.capabilities.level !== 'L2') return system
  let turns = 0
  return new Proxy(system, {
    get(of, key) {
      const member: unknown = Reflect.get(of, key)
      if (key === 'reset') turns = 0
      if (key !== 'receive') return typeof member === 'function' ? member.bind(of) : member
      return (input: Input): Activity => {
        const activity = of.receive(input)
        return {
          name: activity.name,
          resume(answer) {
            if (++turns <= mostTurns) Atomics.add(beats, 0, 1)
            return activity.resume(answer)
          },
        }
      }
    },
  })
}

async function obey(arena: Arena, order: Order): Promise<Report> {
  const { compare } = arena
  const beating: Arena = {
    ...arena,
    replay: (...given) => (Atomics.add(beats, 0, 1), arena.replay(...given)),
    compare: compare === undefined ? undefined : (drawing) => (Atomics.add(beats, 0, 1), compare(drawing)),
  }
  switch (order.kind) {
    case 'tally': {
      const crew = alone(arena, (task) => {
        Atomics.store(beats, 1, order.tasks.indexOf(task))
        Atomics.add(beats, 0, 1)
      })
      return { kind: 'tally', tally: await crew.tally(order.tasks), givenUp: crew.givenUp }
    }
    case 'find':
      return { kind: 'finding', finding: await alone(beating).find(order.sighting, order.budget, order.words) }
    case 'find from':
      return { kind: 'finding', finding: await alone(beating).findFrom(order.failure, order.from, order.budget) }
    case 'run task':
      return { kind: 'result', result: await alone(arena).runTask(order.task) }
    case 'replay':
      return { kind: 'result', result: await alone(beating).replay(order.candidate, order.code) }
    case 'close':
      await arena.close()
      return { kind: 'closed' }
    default:
      return order satisfies never
  }
}

async function come(): Promise<Arena> {
  const arena = await openArena(entryOf(posting), scenariosNamed(posting.scenarios), posting.faults)
  if (posting.describes !== true) await arena.boot()
  return arena
}

/** Less its functions, which stay here. */
const plain = ({
  level,
  authority,
  keeps,
  commands,
  portal,
  jobs,
  crash,
  clock,
  reconcile,
  sights,
  listens,
  endpointVersion,
}: Capabilities) => ({
  level,
  authority,
  keeps,
  commands,
  portal,
  jobs: jobs.map(({ name, every, overlaps }) => ({ name, every, overlaps })),
  crash,
  clock,
  reconcile,
  sights,
  listens,
  endpointVersion,
})

const failed = (error: unknown): Report => ({
  kind: error instanceof Misbehaved ? 'misbehaved' : error instanceof NoSystem ? 'no system' : 'failed',
  says:
    error instanceof Misbehaved || error instanceof NoSystem
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error),
})

const answer = (report: Promise<Report>): Promise<void> => report.catch(failed).then((each) => port.postMessage(each))

const coming = come()
void answer(
  coming.then(({ system: { name, version, capabilities } }) => ({
    kind: 'up',
    system: { name, version, capabilities: plain(capabilities) },
  })),
)
port.on('message', (order: Order) => void answer(coming.then((arena) => obey(arena, order))))
