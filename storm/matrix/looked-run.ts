import type { Observer } from '#machines'
import { startOf } from '#machines'
import { isByTime } from '#scenarios'
import { type RunPlan, type RunResult, runSync, type SystemEntry, type Twin } from '#simulator'
import { twinFor } from '../world.ts'
import { tables } from './coverage.ts'
import { type Exercised, exercisedBy } from './exercised.ts'
import { lookedAt } from './looked-at.ts'
import { unwilling } from './unwilling.ts'
import { watch } from './watch.ts'

/** One run with somebody looking on. @param answersHere the customer's answer to the bank goes through the system */
export function lookedRun(
  entry: SystemEntry,
  plan: Omit<RunPlan, 'system' | 'makeTwin'>,
  answersHere = false,
): { readonly result: RunResult; readonly exercised: Exercised } {
  if (entry.watched === undefined) throw new RangeError(`${entry.name} is not made of our machines: nobody can look on`)
  const watching = watch(tables, startOf, (who, fact) => commandOf(who, fact))
  const { system, seen, lookAgain, commandOf } = lookedAt((observer: Observer) => entry.watched!(observer), watching, answersHere)
  let twin: Twin | undefined
  const make = twinFor(plan.workload, entry.twinParts)
  const result = runSync({ ...plan, system, makeTwin: () => (twin = unwilling(make())) })
  lookAgain()
  return { result, exercised: exercisedBy(watching.watched(), seen, twin!.books(), isByTime) }
}
