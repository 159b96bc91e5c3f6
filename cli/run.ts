import { resolve } from 'node:path'
import { styleText } from 'node:util'
import { firstScreen, newFailures, type Outcome, runJson, summary } from '#reports'
import { faultNames, type Shard, scenariosNamed, storm, type StormOptions, version } from '#storm'
import { mustTakeCases, writeCase } from './cases.ts'
import { countFrom, withoutEnd } from './count-from.ts'
import { crewFor } from './crews.ts'
import { type Exit, exits, worst } from './exit.ts'
import { type Io, jsonTo, program } from './io.ts'
import { Misuse, unknownName } from './misuse.ts'
import { systemFor } from './system-for.ts'

/** The flags of `run`, as they were given. */
export interface RunFlags {
  readonly system: readonly string[]
  readonly seeds?: string | undefined
  readonly seed?: string | undefined
  readonly time?: string | undefined
  readonly workers?: number | undefined
  readonly shard?: string | undefined
  readonly faults?: readonly string[] | undefined
  readonly maxFailures?: string | undefined
  readonly report: string
  readonly json?: boolean | undefined
  readonly out: string
  readonly shrink: boolean
}

/** The seeds that gate changes, the same on every machine and every day. */
const pinned = 2_000
const defaultSeeds = 200

/** Storms systems; shrinks what breaks, writes its cases and says how to see it again. */
export async function run(names: readonly string[], flags: RunFlags, io: Io): Promise<Exit> {
  const scenarios = scenariosNamed(names)
  const entries = flags.system.map((given) => systemFor(given, io.cwd))
  const isJson = flags.json === true || flags.report === 'json'
  if (!['terminal', 'json'].includes(flags.report)) unknownName('report', flags.report, ['terminal', 'json'])
  const limits = limitsOf(flags, io)
  const faults = faultsFrom(flags.faults)
  const folder = resolve(io.cwd, flags.out)
  mustTakeCases(folder)
  const objects: unknown[] = []
  const verdicts: Exit[] = []
  for (const system of entries) {
    const began = io.now()
    const outcome = await storm({
      system,
      scenarios,
      ...limits,
      now: () => io.now(),
      faults,
      crew: crewFor(flags.workers),
      ...(flags.shrink ? {} : { shrinkBudget: 0 }),
    })
    const caseFiles = kept(outcome, folder, io)
    if (isJson) objects.push(runJson(outcome, { version, durationMs: Math.round(io.now() - began), caseFiles }))
    else print(outcome, io)
    verdicts.push(exits[outcome.verdict])
  }
  if (isJson) jsonTo(io, objects.length === 1 ? objects[0] : objects)
  return worst(verdicts)
}

/** Where the cases were written. A folder that takes none any more must not hide what was found. */
function kept({ failures }: Outcome, folder: string, io: Io): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const { id, file } of failures)
    try {
      files.set(id, writeCase(file, folder))
    } catch (error) {
      if (!(error instanceof Misuse)) throw error
      io.err(`billstorm: ${id} is not kept: ${error.message}\n`)
    }
  return files
}

function print(outcome: Outcome, io: Io): void {
  for (const found of newFailures(outcome)) {
    const [head = '', ...rest] = firstScreen(found, { outcome, program })
    io.out(`${io.isTerminal ? styleText(['bold', 'red'], head) : head}\n${rest.join('\n')}\n\n`)
  }
  io.out(`${summary(outcome).join('\n')}\n`)
}

function limitsOf(flags: RunFlags, io: Io): Pick<StormOptions, 'seeds' | 'goesOn' | 'shard' | 'maxFailures'> {
  const given = [flags.seeds, flags.seed, flags.time].filter((each) => each !== undefined)
  if (given.length > 1) throw new Misuse('give one of --seeds N, --seed S and --time 60s')
  const shard = flags.shard === undefined ? undefined : shardFrom(flags.shard)
  const maxFailures = flags.maxFailures === undefined ? undefined : countFrom('--max-failures', flags.maxFailures)
  if (flags.seed !== undefined) return { seeds: { first: countFrom('--seed', flags.seed), count: 1 }, shard, maxFailures }
  if (flags.time !== undefined) {
    const ends = io.now() + spanFrom(flags.time)
    return { seeds: { first: 1, count: withoutEnd }, goesOn: () => io.now() < ends, shard, maxFailures }
  }
  const count = flags.seeds === undefined ? defaultSeeds : flags.seeds === 'pinned' ? pinned : countFrom('--seeds', flags.seeds)
  return { seeds: { first: 1, count }, shard, maxFailures }
}

function shardFrom(text: string): Shard {
  const [, part, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []
  const shard = { part: Number(part), of: Number(of) }
  if (part === undefined || shard.part < 1 || shard.part > shard.of)
    throw new Misuse(`--shard takes i/n with i from 1 to n, such as 2/4, not ${JSON.stringify(text)}`)
  return shard
}

function spanFrom(text: string): number {
  const [, count, unit] = /^(\d{1,6})(s|m|h)$/.exec(text) ?? []
  if (count === undefined) throw new Misuse(`--time takes seconds, minutes or hours, such as 60s or 10m, not ${JSON.stringify(text)}`)
  return Number(count) * { s: 1_000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h']
}

/** `timeout-after` and `timeout after` are one; `none` switches every deviation off. */
function faultsFrom(given: readonly string[] | undefined): readonly string[] | undefined {
  if (given === undefined) return undefined
  const names = given
    .flatMap((each) => each.split(','))
    .map((name) => name.trim().replaceAll('-', ' '))
    .filter((name) => name !== '')
  if (names.includes('none')) {
    if (names.length > 1) throw new Misuse('--faults none stands alone')
    return []
  }
  for (const name of names) if (!faultNames.includes(name)) unknownName('fault', name, [...faultNames, 'none'])
  return names
}
