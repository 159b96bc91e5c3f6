import { days, hours, type Method, type Who } from '#machines'
import type { StoryLine } from '../kernel/plan.ts'
import { isHard, type DeclineCode } from '../provider/declines.ts'
import { outcomeOptions } from '../provider/outcomes.ts'
import { type Candidate, kindOfChoice } from './candidate.ts'
import { type Place, smaller } from './place.ts'
import type { Asking, Search } from './search.ts'

/** The card that fails by itself as a choice let another one fail; what a choice may be is the twin's to say. */
const methodFor = (value: string): Method | undefined => {
  if (value === 'needs action') return 'card needing authentication'
  const code = outcomeOptions.find((option) => option === value)?.slice('declined:'.length)
  return code === undefined ? undefined : isHard(code as DeclineCode) ? 'card expired' : 'card without funds'
}

/** What fails by choice or from some day on may fail by the card that was signed up with: something people do, and no deviation. */
export function* withPlainerCards(search: Search, from: Place): Asking<Place> {
  let place = from
  for (const [name, value] of from.best.record) {
    const method = kindOfChoice(name) === 'outcome' ? methodFor(String(value)) : undefined
    if (method === undefined || !place.best.record.has(name)) continue
    const { workload, record } = place.best
    const less = new Map([...record].filter(([each]) => each !== name))
    for (const story of withMethod(workload.story, name.slice(0, name.indexOf('/')), method)) {
      const before = place
      place = yield* smaller(search, place, place, { workload: { ...workload, story }, record: less }, paysWith(method))
      if (place !== before) break
    }
  }
  for (const line of place.best.workload.story) {
    const { workload, record } = place.best
    if (line.command.do !== 'update method' || line.command.method === 'card' || !workload.story.includes(line)) continue
    const { method } = line.command
    const story = fromTheStart(workload.story, line.who, method).filter((each) => each !== line)
    const first = story.find(({ who, command }) => who === line.who && command.do === 'subscribe')
    // Before a signup that is not paid expires.
    const soon = story.map((each) =>
      first !== undefined && each.who === line.who && each.command.do === 'update method' ? { ...each, at: later(first, hours(1)) } : each,
    )
    place = yield* smaller(search, place, place, { workload: { ...workload, story: soon }, record }, paysWith(method))
  }
  return place
}

const paysWith =
  (method: Method) =>
  ({ workload }: Candidate): boolean =>
    workload.story.some(({ command }) => 'method' in command && command.method === method)

/** Stories in which a customer pays with this card: from the start, from before the last command, or at the start only. */
function withMethod(story: readonly StoryLine[], who: Who, method: Method): readonly (readonly StoryLine[])[] {
  const theirs = story.filter((line) => line.who === who).toSorted((a, b) => a.at - b.at)
  const first = theirs.find(({ command }) => command.do === 'subscribe')
  if (first === undefined) return []
  const withThisCard = fromTheStart(story, who, method)
  const last = theirs.at(-1)!.at
  const before = last === first.at ? later(first, days(1)) : Math.max(last - hours(1), Math.floor((first.at + last) / 2))
  const other = (at: number, card: Method): StoryLine => ({
    id: 'other card',
    who,
    at: at as StoryLine['at'],
    command: { do: 'update method', method: card },
  })
  return [withThisCard, [...story, other(before, method)], [...withThisCard, other(later(first, hours(1)), 'card')]]
}

const fromTheStart = (story: readonly StoryLine[], who: Who, method: Method): readonly StoryLine[] => {
  const first = story.filter((line) => line.who === who && line.command.do === 'subscribe').toSorted((a, b) => a.at - b.at)[0]
  return story.map((line) => (line === first && line.command.do === 'subscribe' ? { ...line, command: { ...line.command, method } } : line))
}

const later = ({ at }: StoryLine, by: number): StoryLine['at'] => (at + by) as StoryLine['at']
