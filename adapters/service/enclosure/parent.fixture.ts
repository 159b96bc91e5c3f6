import { isRefusal } from '../harm/refusal.ts'
import type { Egress } from './enclosure.ts'
import { enclose } from './enclosure.ts'

/**
 * Stands for billstorm: starts one line for the shell in an enclosure, says where its folder is and what was printed first, and then
 * waits to be ended, however.
 */
const [egress, run] = process.argv.slice(2) as [Egress, string]
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
    process.stdout.write(`${JSON.stringify({ folder: enclosure.folder, memory: enclosure.memory, printed: child.printed.out })}\n`)
  }, 5)
}
