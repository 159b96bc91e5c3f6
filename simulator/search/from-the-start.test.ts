import { days } from '#machines'
import { expect, it } from 'vitest'
import type { Candidate } from './candidate.ts'
import { candidateWith, lineOf, toyRun, violationOf } from './fake-run.fixture.ts'
import { fromTheStart } from './from-the-start.ts'
import { startOf } from './search.ts'

const signup = lineOf('ada', 'subscribe', 1, { do: 'subscribe', plan: 'basic', quantity: 1, method: 'card' })

/** What is left of a story of which everything fails that the predicate allows. */
function left(story: Parameters<typeof candidateWith>[0], breaks: (candidate: Candidate) => boolean): Candidate['workload']['story'] {
  const candidate = candidateWith(story, {})
  const run = toyRun((_, each) => breaks(each))
  const search = startOf({ candidate, violation: violationOf(candidate) }, 100, () => true, 'may differ')
  const asking = fromTheStart(search)
  let next = asking.next()
  while (next.done !== true) next = asking.next(run(next.value))
  return search.best.workload.story
}

it('signs up with what was changed later, when that fails as well', () => {
  const story = [
    signup,
    lineOf('ada', 'change plan', 4, { do: 'change plan', plan: 'pro' }),
    lineOf('ada', 'change quantity', 5, { do: 'change quantity', quantity: 3 }),
    lineOf('ada', 'set place', 6, { do: 'set place', place: 'zurich' }),
    lineOf('ada', 'pause', 7, { do: 'pause' }),
  ]
  expect(left(story, () => true).map(({ command }) => command)).toEqual([
    { do: 'subscribe', plan: 'pro', quantity: 3, method: 'card', place: 'zurich' },
    { do: 'pause' },
  ])
  const keepsPlan = ({ workload }: Candidate): boolean => workload.story.some(({ id }) => id === 'change plan')
  expect(left(story, keepsPlan).map(({ id }) => id)).toEqual(['subscribe', 'change plan', 'pause'])
})

it('leaves what another customer wants, and what was wanted before the signup', () => {
  const story = [
    lineOf('ada', 'set place', 0, { do: 'set place', place: 'zurich' }),
    signup,
    lineOf('bob', 'change quantity', 5, { do: 'change quantity', quantity: 3 }),
  ]
  expect(left(story, () => true)).toEqual(story)
})

it('begins when a trial would have ended', () => {
  const trial = lineOf('ada', 'subscribe', 1, { do: 'subscribe', plan: 'basic', quantity: 1, trial: days(14) })
  expect(left([trial], () => true)).toEqual([{ ...signup, at: signup.at + days(14) }])
  expect(left([trial], ({ workload }) => workload.story.some(({ command }) => 'trial' in command))).toEqual([trial])
})
