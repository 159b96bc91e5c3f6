import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { cacheFolder } from './lab-facts.ts'
import { Misuse, unknownName } from './misuse.ts'
import { progressOn } from './progress.ts'
import { countFrom } from './run.ts'

export interface RecomputeFlags {
  readonly facts: string
  readonly profile: string
  readonly workers?: number | undefined
  readonly rounds: string
  readonly prefix: string
  readonly time: string
  readonly memory: string
  readonly own?: string | undefined
  readonly timeLimit: string
  readonly json?: boolean | undefined
}

/** Recomputes a file of facts, stage by stage, and lets all who compete fold a part of it; they must all come to one digest. */
export async function recomputeBench(flags: RecomputeFlags, io: Io): Promise<Exit> {
  const path = await fileOf(flags, io)
  if (flags.own !== undefined) return held(() => ownBench(flags, flags.own!, path, io))
  const options = {
    path,
    workers: flags.workers ?? 1,
    rounds: countFrom('--rounds', flags.rounds),
    prefix: countFrom('--prefix', flags.prefix),
    timeMs: countFrom('--time', flags.time),
    memoryMb: countFrom('--memory', flags.memory),
  }
  // Loaded only when asked for: nothing else needs it.
  const { benchRecompute, recomputeText } = await import('#bench')
  return held(async () => {
    const report = await benchRecompute(options)
    if (flags.json === true) jsonTo(io, report)
    else io.out(`${recomputeText(report)}\n`)
    return report.wrong.length === 0 ? exits.held : exits.broken
  })
}

/** The file that was named, or one of so many facts that was drawn once and is kept. */
async function fileOf({ facts, profile: wanted }: RecomputeFlags, io: Io): Promise<string> {
  const path = resolve(io.cwd, facts)
  if (existsSync(path) && statSync(path).isFile()) return path
  const mistake = `--facts takes a file of facts, or how many are to be drawn, from 500; there is none at ${JSON.stringify(facts)}`
  if (!/^\d{3,9}$/.test(facts) || Number(facts) < 500) throw new Misuse(mistake)
  const { cachedFacts, profiles } = await import('#bench')
  const profile = profiles.find((each) => each === wanted) ?? unknownName('profile', wanted, profiles)
  return cachedFacts({ facts: Number(facts), seed: 1, profile, cache: cacheFolder() }, progressOn(io))
}

/** Runs the caller's own command over the file, and holds what it prints against what ours comes to. */
async function ownBench(flags: RecomputeFlags, command: string, path: string, io: Io): Promise<Exit> {
  const limitMs = countFrom('--time-limit', flags.timeLimit) * 1_000
  const { benchOwn, ownText } = await import('#bench')
  const report = await benchOwn({ path, command, cwd: io.cwd, limitMs })
  const { failure, comparison } = report
  if (failure?.kind === 'misuse') throw new Misuse(`--own ${JSON.stringify(command)} ${failure.says}`)
  if (flags.json === true) jsonTo(io, report)
  else io.out(`${ownText(report)}\n`)
  if (failure?.kind === 'failed') return exits.undecided
  return failure === undefined && comparison?.differing === 0 ? exits.held : exits.broken
}

/** @throws Misuse when the file of facts is at fault */
async function held(bench: () => Promise<Exit>): Promise<Exit> {
  const { FactFileError, Unfoldable } = await import('#bench')
  try {
    return await bench()
  } catch (thrown) {
    if (thrown instanceof FactFileError || thrown instanceof Unfoldable) throw new Misuse(thrown.message)
    throw thrown
  }
}
