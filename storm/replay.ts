import { type Candidate, candidateOf, type Case, type Match, matchOf, type RunResult } from '#simulator'
import type { Arena } from './arena.ts'
import type { Crew } from './crew.ts'
import { isCompared } from './metamorphic.ts'
import type { Sighting } from './tally.ts'
import type { Task } from './task.ts'
import { hashOf, type Token } from './token.ts'

/** A case that was run again. */
export interface Replayed {
  readonly match: Match
  readonly candidate: Candidate
  readonly result: RunResult
}

/** Runs a case again, exactly. */
export async function replayCase(crew: Crew, file: Case): Promise<Replayed> {
  const candidate = candidateOf(file)
  const result = await crew.replay(candidate, file.broke.invariant)
  return { match: matchOf(file, candidate, result), candidate, result }
}

/** A token of another version: its seed would now mean another run. */
export class StaleToken extends Error {
  constructor(token: Token, now: string) {
    super(
      `the token is of another version (${token.hash}, now ${now}): its seed means another run today. ` +
        'Replay the case file instead, which survives: billstorm replay FILE.case.json, or an id',
    )
    this.name = 'StaleToken'
  }
}

/** Runs the seed of a token again. @throws StaleToken when anything changed that the seed hangs on */
export async function replayToken(
  arena: Arena,
  crew: Crew,
  token: Token,
): Promise<{ readonly candidate: Candidate; readonly result: RunResult }> {
  const task = { seed: token.seed, scenario: token.scenario }
  const { workload } = arena.draw(task)
  const now = hashOf(workload, arena.faults, arena.system.version)
  if (now !== token.hash) throw new StaleToken(token, now)
  const shown = (await besideIt(crew, task)) ?? { record: (await crew.runTask(task)).record, violation: undefined }
  const candidate = { workload, record: new Map(shown.record) }
  return { candidate, result: await crew.replay(candidate, shown.violation?.code) }
}

/** What a storm finds of a seed: by its run, or, where that one holds, by the runs that are held against each other. */
async function besideIt(crew: Crew, task: Task): Promise<Sighting | undefined> {
  if (!isCompared(task.seed)) return undefined
  const { classes } = await crew.tally([task])
  return [...classes.values()][0]?.sightings[0]
}
