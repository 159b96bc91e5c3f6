import { availableParallelism } from 'node:os'
import { failingGoldenCases } from '#machines'
import type { SystemEntry } from '#simulator'
import { openArena, scenariosNamed, systemNamed, systems, tallyOf } from '#storm'
import { crewFor } from './crews.ts'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { boundsOf, isInterleaved, type MutantCase, type MutantRow, rowText, totalsOf, totalsText } from './mutant-rows.ts'
import { Misuse } from './misuse.ts'
import { countFrom } from './count-from.ts'

export interface MutantFlags {
  readonly system?: readonly string[] | undefined
  readonly seeds: string
  readonly budget: string
  readonly quiet: string
  readonly json?: boolean | undefined
}

/** Runs that one shrinking may take. */
const shrinkBudget = 400

/**
 * Searches for every planted bug from several seeds on, until the invariant it declares is among what broke; shrinks each
 * find and holds the figures against their bounds.
 */
export async function mutants(flags: MutantFlags, io: Io): Promise<Exit> {
  const searches = countFrom('--seeds', flags.seeds)
  const budget = countFrom('--budget', flags.budget)
  const quiet = countFrom('--quiet', flags.quiet)
  const planted = flags.system === undefined ? systems.filter(({ kind }) => kind === 'mutant') : flags.system.map(systemNamed)
  const odd = planted.find(({ declares }) => declares === undefined)
  if (odd !== undefined)
    throw new Misuse(`${odd.name} declares no invariant, so nothing must catch it; billstorm run --system ${odd.name} storms it`)
  const rows: MutantRow[] = []
  for (const entry of planted) {
    const row = await rowOf(entry, { searches, budget, quiet }, io)
    rows.push(row)
    if (flags.json !== true) io.out(`${rowText(row)}\n`)
  }
  const totals = totalsOf(rows)
  if (flags.json === true) jsonTo(io, rows)
  else io.out(`\n${totalsText(totals)}\n`)
  return boundsOf(totals).every(({ isMet }) => isMet) ? exits.held : exits.broken
}

interface Limits {
  readonly searches: number
  readonly budget: number
  readonly quiet: number
}

async function rowOf(entry: SystemEntry, { searches, budget, quiet }: Limits, io: Io): Promise<MutantRow> {
  const declares = entry.declares!
  const quietHeld = await heldWithoutFaults(entry, quiet)
  const asked = io.now()
  const golden = entry.machines === undefined ? [] : await failingGoldenCases(entry.machines)
  // No run comes to it: there is nothing to search, and the cases are the same each time.
  if (declares === 'golden') return goldenRow(entry, golden, { seeds: quiet, held: quietHeld }, io.now() - asked)
  const arena = await openArena(entry, scenariosNamed([]))
  const crew = crewFor(arena.system.capabilities.level === 'native' ? 1 : Math.min(2, availableParallelism()))(arena)
  const caughtBy = new Set<string>()
  const times: number[] = []
  const cases: MutantCase[] = []
  let [triggered, reached, detected] = [0, 0, 0]
  try {
    for (let search = 0; search < searches; search++) {
      const began = io.now()
      let [hasReached, hasTriggered] = [false, false]
      for (let seed = search * budget + 1; seed <= (search + 1) * budget; seed++) {
        const task = { seed, scenario: undefined }
        const result = await crew.runTask(task)
        if ((result.applied.get(declares) ?? 0) > 0) hasReached = true
        if (result.verdict !== 'broken') continue
        hasTriggered = true
        const sightings = [...tallyOf(task, arena.draw(task), result).classes.values()].flatMap((each) => each.sightings)
        for (const { violation } of sightings) caughtBy.add(violation.code)
        const sighting = sightings.find(({ violation }) => violation.code === declares)
        if (sighting === undefined) continue
        detected++
        times.push(io.now() - began)
        const { found } = await crew.find(sighting, shrinkBudget)
        if (found !== undefined) {
          const { id, signature, elements, executions, verified, repeats, file, trace } = found
          const kinds = [...new Set(file.choices.map(({ name }) => name.slice(name.lastIndexOf('/') + 1)))].toSorted()
          cases.push({
            seed,
            id,
            signature,
            kinds,
            isInterleaved: isInterleaved(trace),
            elements,
            executions,
            verified,
            isRepeated: repeats.same === repeats.of,
          })
        }
        break
      }
      if (hasReached) reached++
      if (hasTriggered) triggered++
    }
  } finally {
    await crew.close()
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number | undefined => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
    return value === undefined ? undefined : Math.round(value * 10) / 10
  }
  return {
    name: entry.name,
    declares,
    source: entry.source,
    caughtBy: [...caughtBy].toSorted(),
    quiet: { seeds: quiet, held: quietHeld },
    found: triggered,
    campaigns: searches,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    maxMs: at(1),
    reached,
    triggered,
    detected,
    golden,
    cases,
  }
}

const goldenRow = ({ name, source }: SystemEntry, golden: readonly string[], quiet: MutantRow['quiet'], ms: number): MutantRow => ({
  name,
  declares: 'golden',
  source,
  caughtBy: [],
  quiet,
  found: Math.min(1, golden.length),
  campaigns: 1,
  medianMs: Math.round(ms),
  p95Ms: Math.round(ms),
  maxMs: Math.round(ms),
  reached: 1,
  triggered: Math.min(1, golden.length),
  detected: Math.min(1, golden.length),
  golden,
  cases: [],
})

/** How many seeds held one after another, from the first, with everything that may deviate switched off. */
async function heldWithoutFaults(entry: SystemEntry, seeds: number): Promise<number> {
  const arena = await openArena(entry, scenariosNamed([]), [])
  const crew = crewFor(1)(arena)
  try {
    for (let seed = 1; seed <= seeds; seed++) if ((await crew.runTask({ seed, scenario: undefined })).verdict !== 'held') return seed - 1
    return seeds
  } finally {
    await crew.close()
  }
}
