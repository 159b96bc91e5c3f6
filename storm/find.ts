import type { Found } from '#reports'
import {
  type Candidate,
  caseOf,
  type Failure,
  failureId,
  type RunResult,
  shrink,
  shrinkAsync,
  type Shrunk,
  signatureOf,
  type Words,
} from '#simulator'
import type { Arena } from './arena.ts'
import type { Sighting } from './tally.ts'
import { judging } from './judging.ts'
import { hashOf, tokenText } from './token.ts'
import { madeBy } from './world.ts'

/** What shrinking a sighting came to, with failures of other classes met on the way. */
export interface Finding {
  /** Undefined: the failure did not repeat. */
  readonly found: Omit<Found, 'times' | 'isKnown'> | undefined
  readonly others: readonly Failure[]
  /** Why nothing was found, when it is not that the failure did not repeat. */
  readonly why?: string | undefined
}

const replays = 3

/** Shrinks what a seed showed, names it, and replays it. @param budget runs at most; 0 leaves it as it is. @param words may they differ in the smallest run? */
export async function find(arena: Arena, sighting: Sighting, budget: number, words: Words = 'may differ'): Promise<Finding> {
  const { workload, scenario } = arena.draw({ seed: sighting.seed, scenario: sighting.scenario })
  return findFrom(
    arena,
    { candidate: { workload, record: sighting.record }, violation: sighting.violation },
    { seed: sighting.seed, scenario },
    budget,
    words,
  )
}

/** The same for a failure met while another was shrunk, which has no seed of its own. */
export async function findFrom(
  given: Arena,
  failure: Failure,
  from: { readonly seed: number; readonly scenario: string },
  budget: number,
  words: Words = 'may differ',
): Promise<Finding> {
  const arena = judging(given, failure.violation.code)
  const { system } = arena
  const shrunk = budget === 0 ? await asItIs(arena, failure) : await smallest(arena, failure, budget, words)
  if (shrunk === undefined) return { found: undefined, others: [] }
  const { candidate, violation } = shrunk
  const original = arena.draw({ seed: from.seed, scenario: from.scenario })
  const hash = hashOf(original.workload, arena.faults, system.version)
  const told = await arena.replay(candidate, true)
  let same = 0
  for (let count = 0; count < replays; count++) {
    const { digest } = await arena.replay(candidate)
    if (digest.semantic === told.digest.semantic && digest.choices === told.digest.choices) same++
  }
  const making = madeBy(system, `${from.scenario}@${hash}`)
  return {
    found: {
      id: failureId(candidate, violation),
      violation,
      signature: signatureOf(candidate),
      seed: from.seed,
      scenario: from.scenario,
      token: tokenText({ scenario: from.scenario, hash, seed: from.seed, system: system.name }),
      file: caseOf(candidate, violation, told.digest, shrunk.verified, making),
      elements: shrunk.elements,
      shrunkFrom: shrunk.shrunkFrom,
      executions: shrunk.executions,
      verified: shrunk.verified,
      repeats: { same, of: replays },
      trace: told.trace,
    },
    others: shrunk.others,
  }
}

/** Native systems answer at once and are asked at once; the others are waited for. */
function smallest(arena: Arena, failure: Failure, budget: number, words: Words): Shrunk | undefined | Promise<Shrunk | undefined> {
  const mayDeviate = (kind: string): boolean => arena.ground.kinds.some(({ segment }) => segment.text === kind)
  if (!arena.isSync) return shrinkAsync(failure, async (candidate) => arena.replay(candidate), budget, mayDeviate, words)
  return shrink(failure, (candidate) => arena.replay(candidate) as RunResult, budget, mayDeviate, words)
}

async function asItIs(arena: Arena, { candidate, violation }: Failure): Promise<Shrunk | undefined> {
  const result = await arena.replay(candidate)
  const again = result.violations.find(({ code }) => code === violation.code)
  if (again === undefined) return undefined
  const size = candidate.record.size + candidate.workload.story.length
  const met: Candidate = { workload: candidate.workload, record: result.record }
  return {
    candidate: met,
    violation: again,
    result,
    executions: 1,
    verified: 0,
    isMinimal: false,
    elements: size,
    shrunkFrom: size,
    others: [],
  }
}
