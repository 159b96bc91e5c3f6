import type { Command } from '#machines'
import { days, defaultPolicy, later, minutes, utc } from '#machines'
import { type Value, whatIsAsked } from '../kernel/choices.ts'
import type { RunResult, StoryLine, Violation } from '../kernel/plan.ts'
import type { Candidate } from './candidate.ts'

/** Lines and choices of a candidate as words, so that a toy system can be one predicate over them. */
export const lineOf = (who: string, id: string, day: number, command: Command): StoryLine => ({
  who,
  id,
  at: (days(day) + minutes(7 * day + 3)) as StoryLine['at'],
  command,
})

export const candidateWith = (story: readonly StoryLine[], choices: Readonly<Record<string, Value>>): Candidate => ({
  workload: { scenario: 'cards', starts: utc('2024-01-31T09:17:03Z'), lasts: days(90), policy: defaultPolicy, story },
  record: new Map(Object.entries(choices)),
})

export const violationOf = (candidate: Candidate, clause = 'twice', afterDays = 40): Violation => ({
  code: 'BS003',
  name: 'never collects twice',
  witness: {
    clause,
    who: 'ada',
    subjects: [{ kind: clause === 'over' ? 'ended invoice' : 'invoice', id: 'in_ada_1' }],
    says: 'in_ada_1 collected 39.98 of 19.99',
  },
  at: later(candidate.workload.starts, days(afterDays)),
  step: 10,
})

/** A run that is broken exactly when the predicate says so; `meets` says which choices come up, `asks` which questions do. */
export function toyRun(
  breaks: (has: (text: string) => boolean, candidate: Candidate) => boolean | string,
  meets: (name: string) => boolean = () => true,
  asks: (candidate: Candidate) => readonly string[] = () => [],
): (candidate: Candidate) => RunResult {
  return (candidate) => {
    const asked = candidate.record.has(whatIsAsked) ? asks(candidate) : []
    const has = (text: string): boolean =>
      candidate.record.has(text) || candidate.workload.story.some((line) => `${line.who}/${line.id}` === text)
    const answer = breaks(has, candidate)
    const clause = answer === true ? 'twice' : answer
    return {
      verdict: clause === false ? 'held' : 'broken',
      why: undefined,
      violations: clause === false ? [] : [violationOf(candidate, clause)],
      record: new Map([
        ...[...candidate.record].filter(([name]) => name !== whatIsAsked && meets(name)),
        ...asked.map((name) => [name, whatIsAsked] as const),
      ]),
      steps: 10,
      events: 10,
      deliveries: 4,
      applied: new Map(),
      checkpoints: [],
      notChecked: [],
      digest: { semantic: '0'.repeat(16), choices: '0'.repeat(16) },
      endedAt: candidate.workload.starts,
      trace: [],
    }
  }
}
