import { kpiText } from '#reports'
import { brokenPromises, joinedKpis, kpiSights, noKpis } from '#simulator'
import { kpisOf, openArena, scenariosNamed, systemNamed } from '#storm'
import { type Exit, exits, worst } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { Misuse } from './misuse.ts'
import { countFrom } from './count-from.ts'

export interface KpiFlags {
  readonly system: readonly string[]
  readonly seeds: string
  readonly json?: boolean | undefined
}

/** Counts what a business wants to know of its billing, over seeds, and holds each figure against a count made another way. */
export async function kpi(flags: KpiFlags, io: Io): Promise<Exit> {
  const seeds = countFrom('--seeds', flags.seeds)
  const entries = flags.system.map(systemNamed)
  const verdicts: Exit[] = []
  const rows: object[] = []
  for (const entry of entries) {
    const arena = await openArena(entry, scenariosNamed([]))
    const { capabilities } = arena.system
    const lacking = kpiSights.filter((sight) => !capabilities.sights.includes(sight))
    if (!arena.isSync || lacking.length > 0)
      throw new Misuse(
        `${entry.name} cannot be counted: ${arena.isSync ? `it does not show ${lacking.join(', ')}` : 'it is not of our own making'}; try --system reference`,
      )
    let sum = noKpis
    const undecided: string[] = []
    for (let seed = 1; seed <= seeds; seed++) {
      const { counted, recounted, why } = kpisOf(arena, { seed, scenario: undefined })
      if (JSON.stringify(counted) !== JSON.stringify(recounted))
        throw new Error(`seed ${seed} of ${entry.name} counted twice is not the same: ${JSON.stringify([counted, recounted])}`)
      if (why !== undefined) undecided.push(`seed ${seed}: ${why}`)
      sum = joinedKpis(sum, counted)
    }
    const broken = brokenPromises(sum)
    const { recoveries, ...figures } = sum
    const [median, longest] = [recoveries[Math.floor(recoveries.length / 2)], recoveries.at(-1)]
    rows.push({
      system: entry.name,
      seeds,
      ...figures,
      recovery: { ended: recoveries.length, medianMs: median ?? null, worstMs: longest ?? null },
      deadLetters: sum.deadLetters ?? null,
      broken,
      undecided,
    })
    if (flags.json !== true)
      io.out(
        `${[...kpiText(entry.name, seeds, sum), ...undecided.map((each) => `   UNDECIDED ${each}`)].join('\n')}\n   each figure was counted twice, in two ways\n\n`,
      )
    verdicts.push(broken.length > 0 ? exits.broken : undecided.length > 0 ? exits.undecided : exits.held)
    await arena.close()
  }
  if (flags.json === true) jsonTo(io, rows)
  return worst(verdicts)
}
