import { availableParallelism } from 'node:os'
import type { SystemEntry } from '#simulator'
import { alone, openArena, scenariosNamed, systemNamed, systems, tallyOf } from '#storm'
import { crewFor } from './crews.ts'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { Misuse } from './misuse.ts'
import { countFrom } from './run.ts'

export interface MutantFlags {
  readonly system?: readonly string[] | undefined
  readonly seeds: string
  readonly campaigns: string
  readonly json?: boolean | undefined
}

/** What became of one planted bug. */
interface Row {
  readonly name: string
  readonly declares: string | undefined
  /** Every invariant that broke first in some campaign. */
  readonly caughtBy: readonly string[]
  /** Campaigns in which anything broke. */
  readonly found: number
  readonly campaigns: number
  readonly medianMs: number | undefined
  readonly p95Ms: number | undefined
  /** Campaigns in which the declared invariant's precondition held. */
  readonly reached: number
  /** Campaigns in which some invariant broke. */
  readonly triggered: number
  /** Campaigns in which the declared invariant broke. */
  readonly detected: number
  readonly cases: readonly {
    readonly seed: number
    readonly id: string
    readonly elements: number
    readonly executions: number
    readonly verified: number
  }[]
}

const shrinkBudget = 400

/** Storms every planted bug until the declared invariant catches it, in campaigns over seeds of their own. */
export async function mutants(flags: MutantFlags, io: Io): Promise<Exit> {
  const seeds = countFrom('--seeds', flags.seeds)
  const campaigns = countFrom('--campaigns', flags.campaigns)
  const planted = flags.system === undefined ? systems.filter(({ kind }) => kind === 'mutant') : flags.system.map(systemNamed)
  const odd = planted.find(({ declares }) => declares === undefined)
  if (odd !== undefined)
    throw new Misuse(`${odd.name} declares no invariant, so nothing must catch it; billstorm run --system ${odd.name} storms it`)
  const rows: Row[] = []
  for (const entry of planted) {
    const row = await rowOf(entry, seeds, campaigns, io)
    rows.push(row)
    if (flags.json !== true) io.out(`${textOf(row)}\n`)
  }
  if (flags.json === true) jsonTo(io, rows)
  const missed = rows.filter(({ detected }) => detected === 0)
  if (flags.json !== true)
    io.out(
      `${rows.length - missed.length} of ${rows.length} caught by what they declare${missed.length === 0 ? '' : `; not: ${missed.map(({ name }) => name).join(', ')}`}\n`,
    )
  return missed.length === 0 ? exits.held : exits.broken
}

async function rowOf(entry: SystemEntry, seeds: number, campaigns: number, io: Io): Promise<Row> {
  const arena = await openArena(entry, scenariosNamed([]))
  const crew = arena.system.capabilities.level === 'native' ? alone(arena) : crewFor(Math.min(2, availableParallelism()))(arena)
  const declared = entry.declares!
  const caughtBy = new Set<string>()
  const times: number[] = []
  const cases: Row['cases'][number][] = []
  let [triggered, reached, detected] = [0, 0, 0]
  try {
    for (let campaign = 0; campaign < campaigns; campaign++) {
      const began = io.now()
      let [hasReached, hasTriggered] = [false, false]
      for (let seed = campaign * seeds + 1; seed <= (campaign + 1) * seeds; seed++) {
        const task = { seed, scenario: undefined }
        const result = await crew.runTask(task)
        if ((result.applied.get(declared) ?? 0) > 0) hasReached = true
        if (result.verdict !== 'broken') continue
        hasTriggered = true
        const sightings = [...tallyOf(task, arena.draw(task), result).classes.values()].flatMap((each) => each.sightings)
        for (const { violation } of sightings) caughtBy.add(violation.code)
        const sighting = sightings.find(({ violation }) => violation.code === declared)
        if (sighting === undefined) continue
        detected++
        times.push(io.now() - began)
        const { found } = await crew.find(sighting, shrinkBudget)
        if (found !== undefined)
          cases.push({ seed, id: found.id, elements: found.elements, executions: found.executions, verified: found.verified })
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
    declares: entry.declares,
    caughtBy: [...caughtBy].toSorted(),
    found: triggered,
    campaigns,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    reached,
    triggered,
    detected,
    cases,
  }
}

function textOf({ name, declares, detected, campaigns, medianMs, p95Ms, caughtBy, cases, reached, triggered }: Row): string {
  const others = caughtBy.filter((code) => code !== declares)
  const ids = [...new Set(cases.map(({ id }) => id))]
  const state = detected > 0 ? 'caught' : triggered > 0 ? 'caught by others only' : reached > 0 ? 'not caught' : 'never reached'
  const smallest = cases.length === 0 ? '' : ` · ${Math.min(...cases.map(({ elements }) => elements))} elements · ${ids.join(' ')}`
  return `${name.padEnd(36)} ${declares ?? ''} ${state} in ${detected} of ${campaigns} campaigns${medianMs === undefined ? '' : `, median ${medianMs} ms, p95 ${p95Ms} ms`}${smallest}${others.length === 0 ? '' : ` · also ${others.join(', ')}`}`
}
