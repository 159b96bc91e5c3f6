import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { grouped } from '#machines'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { Misuse, unknownName } from './misuse.ts'
import { progressOn } from './progress.ts'
import { countFrom } from './count-from.ts'

export interface FactsFlags {
  readonly out: string
  readonly facts: string
  readonly seed: string
  readonly profile: string
  readonly from?: string | undefined
  readonly cache?: string | undefined
  readonly json?: boolean | undefined
}

/** Fewer hold no life. */
const fewest = 500
const mostFacts = 1_000_000_000

/** Writes a file of facts, drawn, or out of another file. */
export async function madeFacts(flags: FactsFlags, io: Io): Promise<Exit> {
  const out = resolve(io.cwd, flags.out)
  const format = formatOf(flags.out)
  const [facts, seed] = [countFrom('--facts', flags.facts), countFrom('--seed', flags.seed)]
  if (facts < fewest || facts > mostFacts)
    throw new Misuse(`--facts takes a number from ${fewest} to ${grouped(mostFacts)}, not ${flags.facts}`)
  if (!existsSync(dirname(out)))
    throw new Misuse(`there is no folder ${JSON.stringify(dirname(flags.out))} to write ${flags.out} in; make it first`)
  if (existsSync(out) && !statSync(out).isFile())
    throw new Misuse(`${flags.out} is no file that could be written over; name another with --out`)
  // Loaded only when asked for: nothing else needs it.
  const { convertFacts, makeFacts, profiles } = await import('#bench')
  const tells = progressOn(io)
  if (flags.from !== undefined) {
    const from = resolve(io.cwd, flags.from)
    if (!existsSync(from) || !statSync(from).isFile()) throw new Misuse(`there is no file ${JSON.stringify(flags.from)} to read facts from`)
    const header = await convertFacts(from, out, format, (done, of) => tells('facts', done, of))
    const bytes = statSync(out).size
    if (flags.json === true) jsonTo(io, { file: flags.out, format, facts: header.facts, accounts: header.accounts, bytes })
    else io.out(`wrote ${flags.out}: ${grouped(header.facts)} facts of ${grouped(header.accounts)} accounts, ${inMegabytes(bytes)}\n`)
    return exits.held
  }
  const profile = profiles.find((each) => each === flags.profile) ?? unknownName('profile', flags.profile, profiles)
  const cache = flags.cache === undefined ? cacheFolder() : resolve(io.cwd, flags.cache)
  const { header, late, repeats, largest, milliseconds } = await makeFacts({ facts, seed, profile, cache }, out, format, tells)
  const bytes = statSync(out).size
  const perSecond = Math.round((facts * 1_000) / milliseconds)
  const { accounts, policies } = header
  if (flags.json === true) {
    jsonTo(io, {
      file: flags.out,
      format,
      profile,
      seed,
      facts,
      accounts,
      policies: policies.length,
      late,
      repeats,
      largest,
      bytes,
      perSecond,
    })
    return exits.held
  }
  io.out(
    `wrote ${flags.out}: ${grouped(facts)} facts of ${grouped(accounts)} accounts, ${inMegabytes(bytes)}, ${(bytes / facts).toFixed(1)} bytes a fact\n` +
      `   ${grouped(late)} late, ${grouped(repeats)} told twice, ${grouped(largest)} in the largest account, ${policies.length} policies; ${grouped(perSecond)} facts/s once the lives were there\n`,
  )
  return exits.held
}

const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

function formatOf(path: string): 'binary' | 'ndjson' {
  if (path.endsWith('.facts')) return 'binary'
  if (path.endsWith('.ndjson')) return 'ndjson'
  throw new Misuse(`--out ends in .facts for the binary format or in .ndjson for lines, not ${JSON.stringify(path)}`)
}

/** Where this user's programs keep what they can make again. */
export const cacheFolder = (): string => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'billstorm')
