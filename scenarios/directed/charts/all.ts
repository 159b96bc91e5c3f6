import type { charts, Sentence } from '#machines'
import type { ChoiceRecord, Workload } from '#simulator'
import { attempt } from './attempt.ts'
import { cancellation } from './cancellation.ts'
import { change } from './change.ts'
import { creditNote } from './credit-note.ts'
import { dispute } from './dispute.ts'
import { dunning } from './dunning.ts'
import { entitlement } from './entitlement.ts'
import { invoice } from './invoice.ts'
import { job } from './job.ts'
import { method } from './method.ts'
import { refund } from './refund.ts'
import { setup } from './setup.ts'
import { subscription } from './subscription.ts'
import { type ChartDriver, Walk } from './walk.ts'

const drivers = {
  subscription,
  invoice,
  attempt,
  dunning,
  change,
  refund,
  dispute,
  cancellation,
  'credit note': creditNote,
  setup,
  method,
  entitlement,
  job,
} satisfies Record<keyof typeof charts, unknown>

/** A sentence of a path that nothing brings about. */
export interface Blocked {
  readonly at: Sentence
  readonly because: string
}

/** The story of one path of a chart; a text says which event nothing brings about, and why. */
export function walked(
  name: string,
  path: readonly Sentence[],
): { readonly workload: Workload; readonly record: ChoiceRecord; readonly answersHere: boolean } | Blocked {
  const [first] = path
  if (first === undefined) throw new RangeError(`${name}: a path has at least one sentence`)
  const driver = drivers[first.chart] as ChartDriver<string>
  const walk = new Walk(path)
  const lacks = driver.begins(walk, first)
  if (typeof lacks === 'string') return { at: first, because: lacks }
  for (const sentence of path) {
    const because = driver.events[sentence.event]!(walk, sentence)
    if (typeof because === 'string') return { at: sentence, because }
  }
  return { workload: walk.tale.workload(name), record: walk.tale.record, answersHere: walk.answersHere }
}
