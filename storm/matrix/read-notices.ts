import { type Codes, differ, type Difference, type Step, withInner } from './step.ts'

/** Holds what the customer is told against the codes: each its own notice, and no other. */
export function readNotices(step: Step, codes: Codes): Difference | undefined {
  const expected = step.after.isDeleted ? [] : [...withInner(step)].map((each) => codes(each).notice).filter((notice) => notice !== 'none')
  const fresh = step.after.notices.slice(step.before.notices.length)
  const repeated = fresh.find(
    ({ cause }, place) => step.after.notices.findIndex((each) => each.cause === cause) < step.before.notices.length + place,
  )
  if (repeated !== undefined) return { expected: 'one notice of a cause', found: `a second one of ${repeated.cause}` }
  return differ(inWords(expected), inWords(fresh.map(({ notice }) => notice)))
}

const inWords = (notices: readonly string[]): string => (notices.length === 0 ? 'told nothing' : notices.toSorted().join(', '))
