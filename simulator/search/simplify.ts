import type { Duration } from '#machines'
import type { StoryLine } from '../kernel/plan.ts'
import type { Candidate } from './candidate.ts'
import { type Asking, holdsFor, type Search, showing } from './search.ts'
import { lowerValues, rounderStarts, rounderTimes, simplerCommands, simplerKinds } from './simpler.ts'

/** Simpler kinds, lower values, rounder times: one at a time, the simplest first, and all at once before that. */
export function* simplify(search: Search): Asking<void> {
  yield* holdsFor(search, plainest(search.best))
  for (const { name } of choicesIn(search.best))
    for (const simpler of simplerKinds({ name, value: search.best.record.get(name)! }))
      if (
        search.best.record.has(name) &&
        !search.best.record.has(simpler.name) &&
        (yield* holdsFor(search, renamed(search.best, name, simpler)))
      )
        break
  for (const { name } of choicesIn(search.best))
    for (const value of lowerValues({ name, value: search.best.record.get(name) ?? true }))
      if (yield* holdsFor(search, renamed(search.best, name, { name, value }))) break
  for (const { id, who } of search.best.workload.story) {
    const here = (line: StoryLine): boolean => line.id === id && line.who === who
    const line = (): StoryLine => search.best.workload.story.find(here)!
    for (const command of simplerCommands(line().command, search.best.workload.policy))
      if (yield* holdsFor(search, withLine(search.best, { ...line(), command }))) break
    for (const at of rounderTimes(line().at)) if (yield* holdsFor(search, withLine(search.best, { ...line(), at }))) break
  }
  for (const starts of rounderStarts(search.best.workload.starts))
    if (yield* holdsFor(search, { ...search.best, workload: { ...search.best.workload, starts } })) break
  const lasts = shorterStorm(search)
  if (lasts !== undefined) yield* holdsFor(search, { ...search.best, workload: { ...search.best.workload, lasts } })
}

const choicesIn = ({ record }: Candidate): readonly { readonly name: string }[] => [...record.keys()].map((name) => ({ name }))

const renamed = (
  { workload, record }: Candidate,
  name: string,
  by: { readonly name: string; readonly value: string | number | true },
): Candidate => ({
  workload,
  record: new Map([...record].map(([each, value]) => (each === name ? [by.name, by.value] : [each, value]))),
})

const withLine = ({ workload, record }: Candidate, line: StoryLine): Candidate => ({
  workload: { ...workload, story: workload.story.map((each) => (each.id === line.id && each.who === line.who ? line : each)) },
  record,
})

/** Every command at its simplest and every time at its roundest. */
function plainest({ workload, record }: Candidate): Candidate {
  const story = workload.story.map((line) => ({
    ...line,
    command: simplerCommands(line.command, workload.policy)[0] ?? line.command,
    at: rounderTimes(line.at)[0] ?? line.at,
  }))
  return { workload: { ...workload, story, starts: rounderStarts(workload.starts)[0] ?? workload.starts }, record }
}

const dayMs = 86_400_000

/** The storm need not outlast the violation: whole days, and no shorter than the story. */
function shorterStorm({ best, result, target }: Search): Duration | undefined {
  const at = result === undefined ? undefined : showing(result, target)?.at
  if (at === undefined) return undefined
  const least = Math.max(at - best.workload.starts, ...best.workload.story.map((line) => line.at))
  const lasts = (Math.floor(least / dayMs) + 1) * dayMs
  return lasts < best.workload.lasts ? (lasts as Duration) : undefined
}
