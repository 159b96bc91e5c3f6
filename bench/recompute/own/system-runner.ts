import { Console } from 'node:console'
import { once } from 'node:events'
import type { System } from '#simulator'
import { loadSystem, NoSystem, systemNamed } from '#storm'
import { gather } from '../gather.ts'

/**
 * A process of its own, in which a system's recompute is asked of each account of a file and prints what it says, as a command would:
 * so that it is ended when it hangs, and takes nobody with it. Words: the file, the system's name, its module if a stranger wrote it.
 */
const [path = '', name = '', module] = process.argv.slice(2)

// Only states are printed there.
globalThis.console = new Console(process.stderr)

/** Characters of a write. */
const enough = 65_536
/** As a shell says of what it cannot run. */
const cannotRun = 126

try {
  await run(module === undefined ? await systemNamed(name).create() : await loadSystem(module))
  process.exit(0)
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exit(thrown instanceof NoSystem ? cannotRun : 1)
}

async function run(system: System): Promise<void> {
  if (system.recompute === undefined)
    throw new NoSystem(`${system.name} has no recompute; write: recompute: ({ who, facts, policy, asOf }) => ({ status, plan, paid, … })`)
  await system.boot?.()
  const { header, grouping } = await gather(path, { part: 0, of: 1 })
  let lines = ''
  for (const { who, facts, policy } of grouping.accounts) {
    const sum: unknown = await system.recompute({ who, facts, policy: header.policies[policy]!, asOf: header.asOf })
    // Whoever reads it says of anything else that it is no state.
    lines += `${typeof sum === 'object' && sum !== null ? JSON.stringify({ ...sum, account: who }) : `${who}: ${String(sum)}`}\n`
    if (lines.length < enough) continue
    await printed(lines)
    lines = ''
  }
  await printed(lines)
  await system.close()
}

async function printed(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
