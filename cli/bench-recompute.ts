import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Own } from '#bench'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { cacheFolder } from './lab-facts.ts'
import { Misuse, unknownName } from './misuse.ts'
import { progressOn } from './progress.ts'
import { countFrom } from './count-from.ts'

export interface RecomputeFlags {
  readonly facts: string
  readonly profile: string
  readonly workers?: number | undefined
  readonly rounds: string
  readonly prefix: string
  readonly time: string
  readonly memory: string
  readonly accountant: string
  readonly growth?: boolean | undefined
  readonly own?: string | undefined
  readonly timeLimit: string
  readonly save?: string | undefined
  readonly against?: string | undefined
  readonly failBelow: string
  readonly json?: boolean | undefined
}

/** Recomputes a file of facts, stage by stage, and lets all who compete fold a part of it; they must all come to one digest. */
export async function recomputeBench(flags: RecomputeFlags, io: Io): Promise<Exit> {
  if (flags.growth === true) return held(() => growthOf(flags, io))
  const path = await fileOf(flags, io)
  if (flags.own !== undefined) return held(() => ownBench(flags, flags.own!, path, io))
  if (flags.save !== undefined || flags.against !== undefined) return held(() => gated(flags, path, io))
  const options = {
    path,
    workers: flags.workers ?? 1,
    rounds: countFrom('--rounds', flags.rounds),
    prefix: countFrom('--prefix', flags.prefix),
    timeMs: countFrom('--time', flags.time),
    memoryMb: countFrom('--memory', flags.memory),
    accountant: flags.accountant === '0' ? 0 : countFrom('--accountant', flags.accountant),
  }
  // Loaded only when asked for: nothing else needs it.
  const { benchRecompute, recomputeText } = await (await import('#bench')).recomputeBench()
  return held(async () => {
    const report = await benchRecompute({ ...options, tells: progressOn(io) })
    if (flags.json === true) jsonTo(io, report)
    else io.out(`${recomputeText(report)}\n`)
    return report.wrong.length === 0 && (report.accountant?.objected ?? 0) === 0 ? exits.held : exits.broken
  })
}

/** The file that was named, or one of so many facts that was drawn once and is kept. */
async function fileOf(flags: RecomputeFlags, io: Io): Promise<string> {
  const { facts } = flags
  const path = resolve(io.cwd, facts)
  if (existsSync(path) && statSync(path).isFile()) return path
  const mistake = `--facts takes a file of facts, or how many are to be drawn, from 500; there is none at ${JSON.stringify(facts)}`
  if (!/^\d{3,9}$/.test(facts) || Number(facts) < 500) throw new Misuse(mistake)
  return drawn(Number(facts), flags, io)
}

async function drawn(facts: number, { profile: wanted }: RecomputeFlags, io: Io): Promise<string> {
  const { cachedFacts, profiles } = await import('#bench')
  const profile = profiles.find((each) => each === wanted) ?? unknownName('profile', wanted, profiles)
  return cachedFacts({ facts, seed: 1, profile, cache: cacheFolder() }, progressOn(io))
}

/** The smallest file of a growth; each has ten times as many. */
const smallest = 100_000

/** Goes through files of ever more facts, up to so many. */
async function growthOf(flags: RecomputeFlags, io: Io): Promise<Exit> {
  const most = Number(flags.facts)
  if (!/^\d{3,9}$/.test(flags.facts) || most < 500)
    throw new Misuse(`--growth draws files up to --facts, a number from 500, not ${JSON.stringify(flags.facts)}`)
  const sizes: number[] = []
  for (let size = smallest; size < most; size *= 10) sizes.push(size)
  const options = {
    workers: flags.workers ?? 1,
    rounds: countFrom('--rounds', flags.rounds),
    memoryMb: countFrom('--memory', flags.memory),
  }
  const paths: string[] = []
  for (const size of [...sizes, most]) paths.push(await drawn(size, flags, io))
  const { benchGrowth, growthText } = await (await import('#bench')).growthBench()
  const report = await benchGrowth({ ...options, paths, tells: progressOn(io) })
  if (flags.json === true) jsonTo(io, report)
  else io.out(`${growthText(report)}\n`)
  return report.rows.every(({ wrong }) => wrong.length === 0) ? exits.held : exits.broken
}

/** Lets the caller's own command or system go over the file, and holds what it says against what ours comes to. */
async function ownBench(flags: RecomputeFlags, given: string, path: string, io: Io): Promise<Exit> {
  const limitMs = countFrom('--time-limit', flags.timeLimit) * 1_000
  const { benchOwn, ownText } = await (await import('#bench')).ownBench()
  const report = await benchOwn({ path, own: await ownFrom(given, io.cwd), cwd: io.cwd, limitMs, tells: progressOn(io) })
  const { failure, comparison } = report
  if (failure?.kind === 'misuse') throw new Misuse(`--own ${JSON.stringify(given)} ${failure.says}`)
  if (flags.json === true) jsonTo(io, report)
  else io.out(`${ownText(report)}\n`)
  if (failure?.kind === 'failed') return exits.undecided
  return failure === undefined && comparison?.differing === 0 ? exits.held : exits.broken
}

/** A system has a name that is known, or a module at the end of a path; everything else is a line for the shell. */
async function ownFrom(given: string, cwd: string): Promise<Own> {
  const { systems } = await import('#storm')
  const isModule = /^[^\s]+\.[cm]?[jt]s$/.test(given) && statSync(resolve(cwd, given), { throwIfNoEntry: false })?.isFile() === true
  if (!isModule && !systems.some(({ name }) => name === given)) return { command: given }
  const { systemFor } = await import('./system-for.ts')
  const { name: system, module } = systemFor(isModule ? resolve(cwd, given) : given, cwd)
  return { system, module }
}

/** Rounds fewer than these say nothing of a median. */
const fewestRounds = 7

/** Stores how fast the fold is beside a kernel, or holds it against what was stored. */
async function gated(flags: RecomputeFlags, path: string, io: Io): Promise<Exit> {
  const failBelow = Number(flags.failBelow)
  if (!(failBelow > 0 && failBelow <= 1))
    throw new Misuse(`--fail-below takes a number above 0 up to 1, not ${JSON.stringify(flags.failBelow)}`)
  const rounds = Math.max(fewestRounds, countFrom('--rounds', flags.rounds))
  const { against, gateText, isSlower, ratiosOf, readRatios, saveRatios } = await (await import('#bench')).recomputeGate()
  const then = flags.against === undefined ? undefined : readRatios(resolve(io.cwd, flags.against))
  const now = ratiosOf(path, countFrom('--prefix', flags.prefix), { rounds })
  const changes = then === undefined ? undefined : against(now, then)
  if (flags.save !== undefined) saveRatios(resolve(io.cwd, flags.save), now)
  if (flags.json === true) jsonTo(io, { ...now, changes, failBelow })
  else io.out(`${gateText(now, changes, failBelow)}\n`)
  return changes !== undefined && isSlower(changes, failBelow) ? exits.broken : exits.held
}

/** @throws Misuse when a file is at fault */
async function held(bench: () => Promise<Exit>): Promise<Exit> {
  const { FactFileError, NoBaseline, Unfoldable } = await import('#bench')
  try {
    return await bench()
  } catch (thrown) {
    if ([FactFileError, NoBaseline, Unfoldable].some((kind) => thrown instanceof kind)) throw new Misuse((thrown as Error).message)
    throw thrown
  }
}
