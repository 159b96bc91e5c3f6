import { type ChoiceRecord, type Value, whatIsAsked } from '../kernel/choices.ts'
import type { RunResult } from '../kernel/plan.ts'
import { kindOfChoice } from './candidate.ts'

/** A kind of deviation that a small world allows. */
export interface May {
  /** The last part of a choice's name. */
  readonly kind: string
  readonly values: readonly Value[]
  /** What one of them takes of the bound. */
  readonly costs: number
}

/**
 * Asks for every run whose deviations cost no more than the bound, each exactly once: a run is gone on from by deviating at one
 * question that came up after its last deviation, since up to there nothing changes. What no run comes to is nobody's choice.
 * Each run is made from a source that asks for the kinds that may deviate.
 */
export function* exhaust(may: readonly May[], bound: number): Generator<ChoiceRecord, void, Pick<RunResult, 'record'>> {
  const kinds = new Map(may.map((each) => [each.kind, each]))
  const open: { readonly record: ChoiceRecord; readonly left: number }[] = [{ record: new Map(), left: bound }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { record, left } = next
    const result = yield record
    for (const name of openAfter(result.record, record)) {
      const found = kinds.get(kindOfChoice(name))
      if (found === undefined || found.costs > left) continue
      for (const value of found.values) open.push({ record: new Map(record).set(name, value), left: left - found.costs })
    }
  }
}

/**
 * The questions after the last deviation.
 * @throws Error when a deviation was not met: its run was not the one it was seen in, a bug of ours
 */
function openAfter(asked: ChoiceRecord, record: ChoiceRecord): readonly string[] {
  let met = 0
  let after: string[] = []
  for (const [name, value] of asked)
    if (value === whatIsAsked) after.push(name)
    else {
      met++
      after = []
    }
  if (met !== record.size) throw new Error(`of ${[...record.keys()].join(', ')} only ${met} came up again`)
  return after
}
