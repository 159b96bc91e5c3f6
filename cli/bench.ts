import type { SystemEntry } from '#simulator'
import { systemNamed } from '#storm'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { Misuse } from './misuse.ts'
import { countFrom } from './count-from.ts'

export interface BenchFlags {
  readonly system: string
  readonly time: string
  readonly json?: boolean | undefined
}

/** Measures how fast a native system is stormed, beside XState's pure transition in the same run. */
export async function simulatorBench(flags: BenchFlags, io: Io): Promise<Exit> {
  const timeMs = countFrom('--time', flags.time)
  const entry = systemNamed(flags.system)
  await mustBeNative(entry)
  // Loaded only when asked for: nothing else needs it.
  const { benchSimulator, benchText } = await (await import('#bench')).simulatorBench()
  const report = await benchSimulator(entry, timeMs)
  if (flags.json === true) jsonTo(io, report)
  else io.out(`${benchText(report)}\n`)
  return exits.held
}

/** @throws Misuse when most of what would be measured is the system itself */
async function mustBeNative(entry: SystemEntry): Promise<void> {
  const native = 'name one that is, such as reference or mirror'
  if (!entry.installed()) throw new Misuse(`${entry.name} is not installed here, and no native system; ${native}`)
  const system = await entry.create()
  await system.close()
  const { level } = system.capabilities
  if (level !== 'native') throw new Misuse(`${entry.name} is of level ${level}: what would be measured is the system; ${native}`)
}
