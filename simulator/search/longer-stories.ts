import { type CommandKind, days, type Duration, minutes } from '#machines'
import type { OutOfBand } from '../faults/fault.ts'
import type { ChoiceRecord } from '../kernel/choices.ts'
import type { StoryLine, Workload } from '../kernel/plan.ts'
import { elementsOf, faultsOf, kindOfChoice, kindsThatStrike } from './candidate.ts'
import { askedIn, atPoints, everywhere, interleaving, tries, triesAtPoints } from './deviations.ts'
import { kindInWords } from './identity.ts'
import { type Place, smaller } from './place.ts'
import { firstOf, isPlain } from './plain-story.ts'
import type { Asking, Search } from './search.ts'
import { rounderStarts } from './simpler.ts'
import { changed, clickedTwice, plain, replaced, shortStories, signups } from './short-stories.ts'

type Story = readonly StoryLine[]

/**
 * The plain story for longer, and others that are short: what fails alike in one of them, and is no larger there, is told in the
 * first of them that shows it.
 */
export function* inLongerStories(search: Search, storm: Workload, from: Place): Asking<Place> {
  const first = firstOf(search, from)
  if (first === undefined) return from
  const isPlainest = first.command.do === 'subscribe' && first.command.method === 'card' && first.command.trial === undefined
  const kinds = new Set(faultsOf(from.best).map(kindOfChoice))
  if (elementsOf(from.best).length === 1 && isPlainest) return from
  const isShort = from.best.workload.lasts <= days(2)
  if (isPlain(from.best) && isPlainest && isShort && kinds.size > 0 && !kinds.has('crash') && !kinds.has('out of band')) return from
  const to = yield* withoutFaults(search, storm, from, first)
  return to !== from || kinds.size === 0 ? to : yield* withFaults(search, storm, from, first, kinds)
}

/** Where a coupon is needed it comes first. */
const lowered = (coupon: StoryLine, story: Story): Story => [
  { ...coupon, at: 0 as Duration },
  ...story.map((line) => ({ ...line, at: Math.max(line.at, minutes(1)) as Duration })),
]

const couponOf = ({ best }: Place, { who }: StoryLine): StoryLine | undefined =>
  best.workload.story.find((line) => line.who === who && line.command.do === 'apply coupon')

function* withoutFaults(search: Search, storm: Workload, from: Place, first: StoryLine): Asking<Place> {
  const most = elementsOf(from.best).length
  const stays = from.best.workload.policy
  // What shows abroad only is told there.
  const workload: Workload = { ...storm, policy: stays, lasts: days(80) }
  const coupon = couponOf(from, first)
  const stories = [
    ...(coupon === undefined ? [] : [[plain(first, workload)], changed(first, workload)].map((story) => lowered(coupon, story))),
    ...shortStories(first, workload),
  ]
  // What needs a fault is not told without one, unless it comes out in the very same words.
  const needsFault = faultsOf(from.best).length > 0
  const words = needsFault ? 'stay, and nothing else' : search.words
  const wants = wishesIn(from)
  for (const story of stories) {
    if (story.length > most || (needsFault && !isAbout(story, wants))) continue
    const to = yield* smaller(search, from, from, { workload: { ...workload, story }, record: new Map() }, undefined, words)
    if (to !== from) return to
  }
  if (![...from.best.record.keys()].some((name) => kindOfChoice(name) === 'card update')) return from
  const known = { ...workload, story: replaced(first, workload) }
  const asked = yield* askedIn(search, known)
  const [record] = everywhere([{ kind: 'card update', value: 'a day on' }], asked)
  return yield* smaller(search, from, from, { workload: known, record: record! })
}

/** What people want after the signup, or somebody does in their place at the provider's dashboard. */
const wishesIn = ({ best: { workload, record } }: Place): ReadonlySet<string> =>
  new Set([
    ...workload.story.map(({ command }) => command.do).filter((each) => each !== 'subscribe'),
    ...[...record].flatMap(([name, value]) => (atDashboard.has(kindOfChoice(name)) ? [wishes[value as OutOfBand]] : [])),
  ])

const atDashboard = kindsThatStrike('dashboard')
const wishes = {
  cancels: 'cancel',
  'cancels at the period end': 'cancel',
  'changes the quantity': 'change quantity',
  'changes the plan': 'change plan',
  'gives the latest payment back': 'refund',
  'gives a part of the latest payment back': 'refund',
  'takes the card off': 'update method',
} as const satisfies Record<OutOfBand, CommandKind>

const isAbout = (story: Story, wants: ReadonlySet<string>): boolean =>
  story.length > 1 && story.every(({ command }) => command.do === 'subscribe' || wants.has(command.do))

/** For the kinds of deviations that a minimum needs; where activities come between each other also plainer ones. */
function* withFaults(search: Search, storm: Workload, from: Place, first: StoryLine, minimum: ReadonlySet<string>): Asking<Place> {
  const points = new Set([...from.best.record].map(([name, value]) => kindInWords(name, value)))
  const kinds = new Set(minimum)
  // A worker that dies does not hear what became of its commit.
  if (kinds.has('crash')) kinds.add('commit unknown')
  const isInterleaved = interleaving.some((kind) => kinds.has(kind))
  const plainer = new Set([...kinds, ...(isInterleaved ? ['slow read', 'timeout after', 'delivery timeout', 'hold'] : [])])
  const coupon = couponOf(from, first)
  const simple = [plain(first, storm)]
  const twice = isInterleaved ? [clickedTwice(first, storm)] : []
  const change = changed(first, storm)
  const failing = signups(first, storm).slice(1)
  const stories: readonly Story[] = [
    ...(coupon === undefined ? [] : [lowered(coupon, simple), lowered(coupon, change)]),
    simple,
    ...twice,
    change,
    ...failing,
  ]
  // Shrinking may have led to a kind that the seed did not have, and the plain story was not tried with.
  const soon: Workload = { ...storm, starts: rounderStarts(storm.starts)[0] ?? storm.starts, lasts: days(2), story: simple }
  for (const record of atPoints(
    triesAtPoints.filter(({ kind }) => minimum.has(kind)),
    yield* askedIn(search, soon),
  )) {
    const to = yield* smaller(search, from, from, { workload: soon, record })
    if (to !== from) return to
  }
  for (const [index, story] of stories.entries()) {
    const isFirst = index < stories.length - failing.length
    const workload: Workload = { ...storm, lasts: days(80), story }
    const asked = yield* askedIn(search, workload)
    const needed = ({ kind }: { readonly kind: string }): boolean => (isFirst ? plainer : kinds).has(kind)
    const records: ChoiceRecord[] = everywhere(tries.filter(needed), asked)
    // Where everybody's card works all points are tried, elsewhere those of the minimum.
    for (const record of atPoints(triesAtPoints.filter(needed), asked))
      if (isFirst || [...record].some(([name, value]) => points.has(kindInWords(name, value)))) records.push(record)
    for (const record of records) {
      if (record.size === 0) continue
      const to = yield* smaller(search, from, from, { workload, record })
      if (to !== from) return to
    }
  }
  return from
}
