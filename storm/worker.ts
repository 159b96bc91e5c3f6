import { parentPort, workerData } from 'node:worker_threads'
import { openArena } from './arena.ts'
import { alone } from './crew.ts'
import { scenariosNamed, systemNamed } from './systems.ts'
import type { Order, Posting, Report } from './threads.ts'

/** The inside of a worker thread: boots the system once, then does what it is told, one order after another. */
const posting = workerData as Posting
const beats = new Int32Array(posting.beats)
const port = parentPort
if (port === null) throw new Error('this file is the inside of a worker thread; nothing else starts it')

const arena = await openArena(systemNamed(posting.system), scenariosNamed(posting.scenarios), posting.faults)
const beating = { ...arena, replay: (...given: Parameters<typeof arena.replay>) => (Atomics.add(beats, 0, 1), arena.replay(...given)) }

async function obey(order: Order): Promise<Report> {
  switch (order.kind) {
    case 'tally': {
      const crew = alone(arena, (task) => {
        Atomics.store(beats, 1, order.tasks.indexOf(task))
        Atomics.add(beats, 0, 1)
      })
      return { kind: 'tally', tally: await crew.tally(order.tasks) }
    }
    case 'find':
      return { kind: 'finding', finding: await alone(beating).find(order.sighting, order.budget) }
    case 'find from':
      return { kind: 'finding', finding: await alone(beating).findFrom(order.failure, order.from, order.budget) }
    case 'run task':
      return { kind: 'result', result: await alone(arena).runTask(order.task) }
    case 'replay':
      return { kind: 'result', result: await beating.replay(order.candidate, true) }
    default:
      return order satisfies never
  }
}

port.on('message', (order: Order) => {
  obey(order).then(
    (report) => port.postMessage(report),
    (error: unknown) =>
      port.postMessage({ kind: 'failed', says: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Report),
  )
})
