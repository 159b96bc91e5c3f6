import { type ChoiceRecord, type Value, whatIsAsked } from '../kernel/choices.ts'
import type { Workload } from '../kernel/plan.ts'
import { kindOfChoice } from './candidate.ts'
import { activityInWords, kindInWords } from './identity.ts'
import { type Asking, ask, type Search } from './search.ts'
import { valuesOf } from './simpler.ts'

interface Try {
  readonly kind: string
  readonly value: Value | readonly Value[]
}

/** Kinds of deviations with the value that each is tried with, simplest first. A value that is a list goes to the questions in turn. */
export const tries: readonly Try[] = [
  // The longest delay first: what is delayed alike keeps its order.
  { kind: 'redeliver', value: true },
  { kind: 'redeliver late', value: (valuesOf['redeliver late'] ?? []).toReversed() },
  { kind: 'tie', value: true },
  { kind: 'reorder', value: (valuesOf['reorder'] ?? []).toReversed() },
  { kind: 'late', value: (valuesOf['late'] ?? []).toReversed() },
  { kind: 'lost', value: true },
  { kind: 'poison', value: true },
  { kind: 'slow read', value: (valuesOf['slow read'] ?? []).toReversed() },
  { kind: 'timeout after', value: true },
  { kind: 'timeout before', value: true },
  { kind: 'hang', value: 'executed' },
  { kind: 'hang', value: 'not executed' },
  { kind: 'reset', value: 'before' },
  { kind: 'reset', value: 'after' },
  { kind: 'rate limited', value: true },
  { kind: 'server error', value: 'not executed' },
  { kind: 'poison job', value: '20 min' },
  { kind: 'poison job', value: '20 min, two clicks' },
  { kind: 'poison job', value: '4 h' },
  { kind: 'job twice', value: 'at once' },
  { kind: 'job late', value: '2 min' },
  { kind: 'serialization failure', value: true },
  { kind: 'commit unknown', value: 'unknown, done' },
  { kind: 'commit unknown', value: 'unknown, not done' },
  { kind: 'hand edit', value: 'status' },
]

/** Kinds that hinder each other when they strike everywhere at once: of these one point after another. */
export const triesAtPoints: readonly Try[] = [
  { kind: 'slow read', value: (valuesOf['slow read'] ?? []).toReversed() },
  { kind: 'timeout after', value: true },
  { kind: 'timeout before', value: true },
  { kind: 'delivery timeout', value: true },
  { kind: 'hold', value: (valuesOf['hold'] ?? []).toReversed() },
  { kind: 'commit unknown', value: 'unknown, done' },
  { kind: 'crash', value: '1 s' },
]

/** These questions answered so, as far as they came up. */
const answered = (names: readonly string[], value: Value | readonly Value[]): ChoiceRecord =>
  new Map(names.map((name, index) => [name, isList(value) ? value[Math.min(index, value.length - 1)]! : value]))
const isList = (value: Value | readonly Value[]): value is readonly Value[] => Array.isArray(value)

/** Kinds by which two activities come between each other, or one ends amid its work. */
export const interleaving: readonly string[] = ['delivery timeout', 'hold', 'overtakes', 'slow read', 'crash']

/** The questions about faults that may strike and came up in a run in which nothing else deviates, by kind. */
export function* askedIn(
  search: Search,
  workload: Workload,
  besides: ChoiceRecord = new Map(),
): Asking<ReadonlyMap<string, readonly string[]>> {
  const result = yield* ask(search, { workload, record: new Map([...besides, [whatIsAsked, true]]) })
  return Map.groupBy(
    [...(result?.record.keys() ?? [])].filter((name) => !besides.has(name) && search.mayDeviate(kindOfChoice(name))),
    kindOfChoice,
  )
}

/** Names that are of one kind at one point, whenever that is; of commits those of one sort of activity. */
const byPoint = (kind: string, names: readonly string[]): readonly (readonly string[])[] => [
  ...Map.groupBy(names, (name) => `${kind === 'commit unknown' ? activityInWords(name) : ''} ${kindInWords(name, true)}`).values(),
]

/** Each kind wherever it can strike. */
export const everywhere = (list: readonly Try[], asked: ReadonlyMap<string, readonly string[]>): ChoiceRecord[] =>
  list.map(({ kind, value }) => answered(asked.get(kind) ?? [], value))

/** Each kind at one point after another. */
export const atPoints = (list: readonly Try[], asked: ReadonlyMap<string, readonly string[]>): readonly ChoiceRecord[] =>
  list.flatMap(({ kind, value }) => byPoint(kind, asked.get(kind) ?? []).map((names) => answered(names, value)))
