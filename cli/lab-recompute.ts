import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { Misuse } from './misuse.ts'
import { progressOn } from './progress.ts'

export interface KeepFlags {
  readonly facts: string
  readonly state: string
  readonly printState?: boolean | undefined
  readonly json?: boolean | undefined
}

/** Adds a file of facts to a state that is kept, or makes the state of it; prints what changed. */
export async function keptFacts(flags: KeepFlags, io: Io): Promise<Exit> {
  const [facts, state] = [resolve(io.cwd, flags.facts), resolve(io.cwd, flags.state)]
  if (flags.json === true && flags.printState === true)
    throw new Misuse('--print-state prints a line of JSON for each account; leave out --json, or --print-state')
  if (!existsSync(facts) || !statSync(facts).isFile())
    throw new Misuse(`there is no file of facts ${JSON.stringify(flags.facts)}; lab facts --out ${flags.facts} writes one`)
  if (!existsSync(dirname(state)))
    throw new Misuse(`there is no folder ${JSON.stringify(dirname(flags.state))} to keep ${flags.state} in; make it first`)
  if (facts === state) throw new Misuse('--facts and --state name the same file; a state is kept in a file of its own')
  // Loaded only when asked for: nothing else needs it.
  const { keepFacts, keepText, stateLines, Unfoldable } = await import('#bench')
  try {
    const report = await keepFacts({ facts, state, tells: progressOn(io) })
    if (flags.json === true) jsonTo(io, report)
    // Whoever reads lines of state wants nothing else there.
    else (flags.printState === true ? io.err : io.out)(`${keepText(report, flags.facts, flags.state)}\n`)
    if (flags.printState === true)
      for (const lines of stateLines(state)) {
        io.out(lines)
        // So that what was printed is read, and a signal is heard.
        await setImmediate()
      }
    return exits.held
  } catch (thrown) {
    if (thrown instanceof Unfoldable) throw new Misuse(thrown.message)
    throw thrown
  }
}
