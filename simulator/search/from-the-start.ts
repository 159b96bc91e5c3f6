import type { Command, Duration } from '#machines'
import type { StoryLine } from '../kernel/plan.ts'
import type { Candidate } from './candidate.ts'
import { type Asking, holdsFor, type Search } from './search.ts'

type Signup = Extract<Command, { readonly do: 'subscribe' }>

/** What was agreed later is asked for at the signup, and what began with a trial begins when that would have ended. */
export function* fromTheStart(search: Search): Asking<void> {
  for (const line of search.best.workload.story)
    for (const story of plainerStories(search.best.workload.story, line)) if (yield* holdsFor(search, withStory(search.best, story))) break
}

function* plainerStories(story: readonly StoryLine[], line: StoryLine): Generator<readonly StoryLine[], void> {
  const { who, command } = line
  if (!story.includes(line)) return
  if (command.do === 'subscribe') {
    const { trial, ...untried } = command
    if (trial === undefined) return
    const begun: StoryLine = { ...line, at: (line.at + trial) as Duration, command: { method: 'card', ...untried } }
    yield story.map((each) => (each === line ? begun : each))
    return
  }
  const terms = termsOf(command)
  if (terms === undefined) return
  const signup = story
    .filter((each) => each.who === who && each.command.do === 'subscribe' && each.at <= line.at)
    .toSorted((a, b) => b.at - a.at)[0]
  if (signup === undefined) return
  yield story.flatMap((each) =>
    each === line ? [] : [each === signup ? { ...signup, command: { ...(signup.command as Signup), ...terms } } : each],
  )
}

/** What somebody who wants this from the first day on signs up with. */
function termsOf(command: Command): Partial<Signup> | undefined {
  switch (command.do) {
    case 'change plan':
      return { plan: command.plan }
    case 'change quantity':
      return { quantity: command.quantity }
    case 'set place':
      return { place: command.place }
    default:
      return undefined
  }
}

const withStory = ({ workload, record }: Candidate, story: readonly StoryLine[]): Candidate => ({
  workload: { ...workload, story },
  record,
})
