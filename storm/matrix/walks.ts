import { type charts, type Sentence, sentences } from '#machines'
import { walked } from '#scenarios'
import type { RunResult, SystemEntry } from '#simulator'
import type { Arena } from '../arena.ts'
import type { Exercised } from './exercised.ts'
import { nameOf, pathsTo } from './paths.ts'
import { lookedRun } from './looked-run.ts'
import type { Walk } from './watch.ts'

/** A path of a chart that the system has gone, sentence by sentence. */
export interface Gone {
  readonly kind: 'gone'
  readonly where: string
  readonly result: RunResult
  readonly exercised: Exercised
}

/** No path to a sentence was gone, and why: nothing brings it about, or every story went another way. */
export interface NotGone {
  readonly kind: 'not gone'
  readonly sentence: string
  /** Undefined: stories were told, and all went another way. */
  readonly because: string | undefined
}

/** So many of the model's paths to one sentence are tried, the shortest first. */
const mostPaths = 24

/**
 * Drives the system along paths of a chart's model to every one of its sentences, and holds the sentences that an object of the
 * system went by against the path.
 */
export function* walking(
  entry: SystemEntry,
  { invariants }: Pick<Arena, 'invariants'>,
  chart: keyof typeof charts,
): Generator<Gone | NotGone> {
  const blocked = new Map<string, string>()
  const went = new Map<string, readonly Sentence[]>()
  const all = sentences().filter((each) => each.chart === chart)
  const isLeft = (sentence: Sentence): boolean => !went.has(nameOf(sentence))
  function* tried(sentence: Sentence, paths: readonly (readonly Sentence[])[]): Generator<Gone> {
    const found = goneTo(entry, invariants, paths, blocked)
    if (found === undefined) return
    went.set(nameOf(sentence), found.path)
    yield found.gone
  }
  // What nothing brings about is gone around, once it is known.
  for (const round of [1, 2]) {
    const paths = pathsTo(chart, round === 1 ? new Set() : new Set(blocked.keys()))
    for (const sentence of all.filter(isLeft)) yield* tried(sentence, paths.get(nameOf(sentence)) ?? [])
  }
  // The shortest way may be closed: then on from a longer one that was gone.
  for (let before = -1; before < went.size;) {
    before = went.size
    for (const sentence of all.filter(isLeft)) {
      const ways = all.flatMap((each) => (each.to === sentence.from ? [went.get(nameOf(each))] : []))
      yield* tried(
        sentence,
        ways.flatMap((way) => (way === undefined ? [] : [[...way, sentence]])),
      )
    }
  }
  for (const sentence of all.filter(isLeft)) yield { kind: 'not gone', sentence: nameOf(sentence), because: blocked.get(nameOf(sentence)) }
}

function goneTo(
  entry: SystemEntry,
  invariants: Arena['invariants'],
  paths: readonly (readonly Sentence[])[],
  blocked: Map<string, string>,
): { readonly gone: Gone; readonly path: readonly Sentence[] } | undefined {
  for (const path of paths.slice(0, mostPaths)) {
    const where = `path ${nameOf(path.at(-1)!)}`
    const story = walked(where, path)
    if ('because' in story) {
      blocked.set(nameOf(story.at), story.because)
      continue
    }
    const { workload, record, answersHere } = story
    const { result, exercised } = lookedRun(entry, { workload, source: { kind: 'record', record }, invariants }, answersHere)
    if (isGone(path, exercised.walks)) return { gone: { kind: 'gone', where, result, exercised }, path }
  }
  return undefined
}

/** Did an object of the chart go by the path? Sentences that leave it where it is may come in between. */
export function isGone(path: readonly Sentence[], walks: Exercised['walks']): boolean {
  const chart = path[0]?.chart ?? ''
  return [...walks].some(([walker, ways]) => walker.startsWith(`${chart} `) && ways.some((way) => follows(path, way)))
}

function follows(path: readonly Sentence[], walk: Walk): boolean {
  let place = 0
  for (const { name, from, to } of walk) {
    const next = path[place]
    if (next === undefined) break
    if (name === nameOf(next)) place++
    else if (to !== undefined && to !== from) return false
  }
  return place === path.length
}
