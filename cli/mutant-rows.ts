import type { TraceRecord } from '#simulator'

/** What one search for a planted bug came to. */
export interface MutantCase {
  readonly seed: number
  readonly id: string
  readonly signature: string
  /** The kinds of deviations it contains. */
  readonly kinds: readonly string[]
  /** Two activities were under way at once, or a worker died. */
  readonly isInterleaved: boolean
  readonly elements: number
  readonly executions: number
  /** Removals tried, each without the failure; all of its elements when it is 1-minimal. */
  readonly verified: number
  /** Every replay came to the same digests. */
  readonly isRepeated: boolean
}

/** What became of one planted bug. */
export interface MutantRow {
  readonly name: string
  readonly declares: string
  /** `owner/repo#n`: a public thread about the same mistake. */
  readonly source: string | undefined
  /** Every invariant that broke in some search. */
  readonly caughtBy: readonly string[]
  /** Seeds run with nothing that deviates, and how many of them held before the first that did not. */
  readonly quiet: { readonly seeds: number; readonly held: number }
  /** Searches in which anything broke. */
  readonly found: number
  /** Searches, each over seeds of its own. */
  readonly campaigns: number
  readonly medianMs: number | undefined
  readonly p95Ms: number | undefined
  readonly maxMs: number | undefined
  /** Searches in which the declared invariant's precondition held. */
  readonly reached: number
  /** Searches in which some invariant broke. */
  readonly triggered: number
  /** Searches in which the declared invariant was among what broke. */
  readonly detected: number
  /** Golden cases that do not come out on its machines, by name; none where the machines are ours. */
  readonly golden: readonly string[]
  readonly cases: readonly MutantCase[]
}

export interface Totals {
  readonly mutants: number
  readonly caught: number
  /** Those of them that are planted in the judge, and how many of these are caught. */
  readonly inOracle: { readonly mutants: number; readonly caught: number }
  readonly sources: number
  readonly quiet: number
  readonly interleaved: number
  readonly cases: number
  readonly medianElements: number
  readonly p95Elements: number
  readonly minimal: number
  readonly medianExecutions: number
  /** Cases with the id that most cases of their mutant have. */
  readonly usualId: number
  /** Ids that mutants share which declare different invariants. */
  readonly sharedIds: readonly string[]
  readonly slowestMs: number
}

/** Did one activity do something between two steps of another, or did a worker die? */
export function isInterleaved(trace: readonly Pick<TraceRecord, 'activity' | 'kind'>[]): boolean {
  const last = new Map(trace.map(({ activity }, place) => [activity, place]))
  const open = new Set<string>()
  return trace.some(({ activity, kind }, place) => {
    if (kind === 'crash') return true
    if (activity === '') return false
    open.add(activity)
    const isAmidOthers = open.size > 1
    if (last.get(activity) === place) open.delete(activity)
    return isAmidOthers
  })
}

const isMinimal = ({ elements, verified, isRepeated }: MutantCase): boolean => isRepeated && verified >= elements
const needsInterleaving = ({ cases }: MutantRow): boolean => cases.length > 0 && cases.every((each) => each.isInterleaved)
const isCaught = ({ detected }: MutantRow): boolean => detected > 0
const isInOracle = ({ name }: Pick<MutantRow, 'name'>): boolean => name.startsWith('oracle:')
const isQuiet = ({ quiet }: MutantRow): boolean => quiet.held === quiet.seeds

export function totalsOf(rows: readonly MutantRow[]): Totals {
  const cases = rows.flatMap((row) => row.cases)
  const elements = cases.map((each) => each.elements).toSorted((a, b) => a - b)
  const executions = cases.map((each) => each.executions).toSorted((a, b) => a - b)
  const at = (sorted: readonly number[], share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const declaredBy = new Map<string, Set<string>>()
  for (const { declares, cases: own } of rows) for (const { id } of own) declaredBy.set(id, (declaredBy.get(id) ?? new Set()).add(declares))
  return {
    mutants: rows.length,
    caught: rows.filter(isCaught).length,
    inOracle: { mutants: rows.filter(isInOracle).length, caught: rows.filter((row) => isInOracle(row) && isCaught(row)).length },
    sources: rows.filter(({ source }) => source !== undefined).length,
    quiet: rows.filter(isQuiet).length,
    interleaved: rows.filter(needsInterleaving).length,
    cases: cases.length,
    medianElements: at(elements, 0.5),
    p95Elements: at(elements, 0.95),
    minimal: cases.filter(isMinimal).length,
    medianExecutions: at(executions, 0.5),
    usualId: rows.map((row) => usualIdOf(row)?.times ?? 0).reduce((sum, times) => sum + times, 0),
    sharedIds: [...declaredBy].filter(([, codes]) => codes.size > 1).map(([id]) => id),
    slowestMs: Math.max(0, ...rows.map(({ maxMs }) => maxMs ?? 0)),
  }
}

function usualIdOf({ cases }: MutantRow): { readonly id: string; readonly times: number } | undefined {
  const groups = [...Map.groupBy(cases, ({ id }) => id)].map(([id, own]) => ({ id, times: own.length }))
  return groups.toSorted((a, b) => b.times - a.times || (a.id < b.id ? -1 : 1))[0]
}

/** The figures that must be met; how long a search takes hangs on the machine and is only told. */
export const boundsOf = (totals: Totals): readonly { readonly says: string; readonly isMet: boolean }[] => {
  const { mutants, caught, cases, medianElements, p95Elements, minimal, medianExecutions, usualId, sharedIds } = totals
  return [
    { says: `${caught} of ${mutants} caught by what they declare`, isMet: caught === mutants },
    {
      says: `elements: median ${medianElements}, at most 4; p95 ${p95Elements}, at most 8`,
      isMet: medianElements <= 4 && p95Elements <= 8,
    },
    { says: `${minimal} of ${cases} cases verified 1-minimal, and replay alike`, isMet: minimal === cases },
    { says: `executions: median ${medianExecutions}, at most 60`, isMet: medianExecutions <= 60 },
    { says: `${usualId} of ${cases} cases have the usual id of their mutant, at least 90 %`, isMet: usualId >= 0.9 * cases },
    {
      says: `${sharedIds.length === 0 ? 'no id' : sharedIds.join(', ')} shared by mutants that declare different invariants`,
      isMet: sharedIds.length === 0,
    },
  ]
}

export function rowText(row: MutantRow): string {
  const { name, declares, detected, campaigns, medianMs, maxMs, caughtBy, cases, reached, triggered, quiet, source, golden } = row
  const others = caughtBy.filter((code) => code !== declares)
  const state = detected > 0 ? 'caught' : triggered > 0 ? 'caught by others only' : reached > 0 ? 'not caught' : 'never reached'
  const numbers = (list: readonly number[]): string =>
    Math.min(...list) === Math.max(...list) ? `${list[0]}` : `${Math.min(...list)}–${Math.max(...list)}`
  const ids = [...Map.groupBy(cases, ({ id }) => id)].toSorted(([, a], [, b]) => b.length - a.length)
  const kinds = [...new Set(cases.flatMap((each) => each.kinds))].toSorted()
  return [
    `${name.padEnd(36)} ${declares} ${state} in ${detected} of ${campaigns}${medianMs === undefined ? '' : `, median ${medianMs} ms, slowest ${maxMs} ms`}`,
    `  quiet: ${isQuiet(row) ? `holds with no faults on ${quiet.seeds} seeds` : `breaks with no faults, seed ${quiet.held + 1}`}${kinds.length === 0 ? '' : `; cases contain ${kinds.join(', ')}`}`,
    ...(cases.length === 0
      ? []
      : [
          `  ${cases.length} cases: ${numbers(cases.map(({ elements }) => elements))} elements, ${numbers(cases.map(({ executions }) => executions))} executions, ${cases.filter(isMinimal).length} verified; ${ids.map(([id, own]) => `${own.length} × ${id}`).join(', ')}`,
          `  ${ids[0]![1][0]!.signature}`,
        ]),
    ...(golden.length === 0 ? [] : [`  fails ${golden.length} golden case${golden.length === 1 ? '' : 's'}: ${golden[0]}`]),
    `  ${source !== undefined ? `as ${source}` : isInOracle(row) ? 'planted in the judge' : 'no public thread known'}${others.length === 0 ? '' : `; also breaks ${others.join(', ')}`}`,
  ].join('\n')
}

export const totalsText = (totals: Totals): string =>
  [
    ...boundsOf(totals).map(({ says, isMet }) => `${isMet ? ' ' : '✗'} ${says}`),
    ...(totals.inOracle.mutants === 0 ? [] : [`  ${totals.inOracle.caught} of ${totals.inOracle.mutants} planted in the judge are caught`]),
    `  ${totals.sources} have a public source; ${totals.quiet} hold with no faults; ${totals.interleaved} need two activities at once or a crash, in every case`,
    `  the slowest search took ${Math.round(totals.slowestMs)} ms`,
  ].join('\n')
