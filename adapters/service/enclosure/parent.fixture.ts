import { writeSync } from 'node:fs'
import { isRefusal } from '../harm/refusal.ts'
import type { Egress } from './enclosure.ts'
import { enclose } from './enclosure.ts'

/**
 * Stands for billstorm: starts one line for the shell in an enclosure, says where its folder is and what was printed first, and then
 * waits to be ended, however; `amid` says that it does so while something is being handed to it.
 */
const [egress, run, when] = process.argv.slice(2) as [Egress, string, 'amid' | undefined]
const enclosure = await enclose({ egress })
if (isRefusal(enclosure)) {
  process.stdout.write(`${JSON.stringify(enclosure)}\n`)
} else {
  const limits = { keepBytes: 1_000, floodBytes: 1_000_000 }
  const child = await enclosure.start({ run, folder: import.meta.dirname, env: enclosure.environment({}), ...limits })
  if ('kind' in child) throw new Error(child.why)
  const look = setInterval(() => {
    if (child.printed.out === '') return
    clearInterval(look)
    if (when === 'amid') void enclosure.listen()
    writeSync(1, `${JSON.stringify({ folder: enclosure.folder, memory: enclosure.memory, printed: child.printed.out })}\n`)
    if (when === 'amid') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }, 5)
}
