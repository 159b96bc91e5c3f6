import { parentPort, workerData } from 'node:worker_threads'
import { alone } from './crew.ts'
import type { Order, Posting, Report } from './threads.ts'
import { toyArena, wrongWhenTwice } from './toy.fixture.ts'

/** The inside of a thread whose toy system loops for ever on seed 7 and never answers on seed 9. */
const beats = new Int32Array((workerData as Posting).beats)
const arena = toyArena(wrongWhenTwice)

const post = (report: Report): void => parentPort!.postMessage(report)
const { name, version, capabilities } = arena.system
post({ kind: 'up', system: { name, version, capabilities } })

parentPort!.on('message', (order: Order) => {
  if (order.kind === 'close') return post({ kind: 'closed' })
  if (order.kind !== 'tally') throw new Error('this thread only tallies')
  const crew = alone(
    {
      ...arena,
      run: (drawing) => (drawing.workload === stuck ? new Promise(() => undefined) : arena.run(drawing)),
      draw: (task) => {
        const drawing = arena.draw(task)
        if (task.seed === 9) stuck = drawing.workload
        return drawing
      },
    },
    (task) => {
      Atomics.store(beats, 1, order.tasks.indexOf(task))
      Atomics.add(beats, 0, 1)
      if (task.seed === 7) for (;;);
    },
  )
  void crew.tally(order.tasks).then((tally) => post({ kind: 'tally', tally, givenUp: undefined }))
})

let stuck: unknown
