import type { Fact, Instant, Policy } from '#machines'
import { scenarios } from '#scenarios'
import { type System, type World } from '#simulator'
import { openArena, systemNamed } from '#storm'
import type { FactLine, FactsHeader, Profile } from '../facts/fact-file.ts'
import { writeNdjson } from '../facts/ndjson-writer.ts'

/** What storms of the reference left of each account, under names of their own. */
export interface Histories {
  readonly header: FactsHeader
  readonly lines: readonly FactLine[]
}

/** Facts of all accounts of so many runs, each run's as of its own end; the header's instant is the latest of them. */
export async function historiesOf(
  seeds: number,
  keeps: (facts: readonly Fact[], policy: Policy) => boolean = () => true,
): Promise<Histories> {
  let world: World | undefined
  const entry = systemNamed('reference')
  const tapped = (system: System): System => ({
    ...system,
    enter(entered) {
      world = entered
      system.enter(entered)
    },
  })
  const arena = await openArena({ ...entry, create: async () => tapped(await entry.create()) }, scenarios)
  const policies: Policy[] = []
  const lines: FactLine[] = []
  let accounts = 0
  let asOf = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const drawing = arena.draw({ seed, scenario: undefined })
    const result = await arena.run(drawing)
    const { owners } = world!.table('facts')
    const { policy } = drawing.workload
    policies.push(policy)
    for (const who of owners) {
      const facts = known(world!.list('facts', who).map(({ row }) => row as Fact & { readonly by: string }))
      if (!keeps(facts, policy)) continue
      const name = `${who}${++accounts}x`
      for (const fact of facts) lines.push({ policy: policies.length - 1, fact: renamed(fact, who, name) })
    }
    asOf = Math.max(asOf, result.endedAt)
  }
  await arena.close()
  const header: FactsHeader = {
    format: 'billstorm facts',
    version: 1,
    profile: 'full',
    asOf: asOf as Instant,
    policies,
    facts: lines.length,
    accounts,
    seed: 1,
  }
  return { header, lines }
}

/** A file of them in NDJSON. */
export function written(path: string, { header, lines }: Histories, profile: Profile = 'full'): string {
  const writer = writeNdjson(path, { ...header, profile })
  writer.add(lines)
  writer.commit()
  return path
}

/** Nobody knew of a fact before it was written, and rows are in the order in which they were. */
function known(rows: readonly (Fact & { readonly by: string })[]): readonly Fact[] {
  let latest = Number.NEGATIVE_INFINITY as Instant
  return rows.map(({ by: _, ...fact }) => {
    if (fact.recordedAt > latest) latest = fact.recordedAt
    return { ...fact, recordedAt: latest }
  })
}

const renamed = (fact: Fact, who: string, name: string): Fact =>
  JSON.parse(JSON.stringify(fact, (_, value: unknown) => (typeof value === 'string' ? renamedText(value, who, name) : value))) as Fact

const renamedText = (text: string, who: string, name: string): string =>
  text === who ? name : text.startsWith(`${who}/`) ? `${name}${text.slice(who.length)}` : text
