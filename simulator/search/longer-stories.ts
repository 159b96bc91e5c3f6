import { days, type Duration, minutes } from '#machines'
import type { ChoiceRecord } from '../kernel/choices.ts'
import type { StoryLine, Workload } from '../kernel/plan.ts'
import { elementsOf, faultsOf, kindOfChoice } from './candidate.ts'
import { askedIn, atPoints, everywhere, interleaving, tries, triesAtPoints } from './deviations.ts'
import { kindInWords } from './identity.ts'
import { type Place, smaller } from './place.ts'
import { firstOf, isPlain } from './plain-story.ts'
import type { Asking, Search } from './search.ts'
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
  if (isPlain(from.best) && isPlainest && kinds.size > 0 && !kinds.has('crash')) return from
  return kinds.size === 0 ? yield* withoutFaults(search, storm, from, first) : yield* withFaults(search, storm, from, first, kinds)
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
  for (const story of stories) {
    if (story.length > most) continue
    const to = yield* smaller(search, from, from, { workload: { ...workload, story }, record: new Map() })
    if (to !== from) return to
  }
  if (![...from.best.record.keys()].some((name) => kindOfChoice(name) === 'card update')) return from
  const known = { ...workload, story: replaced(first, workload) }
  const asked = yield* askedIn(search, known)
  const [record] = everywhere([{ kind: 'card update', value: 'a day on' }], asked)
  return yield* smaller(search, from, from, { workload: known, record: record! })
}

/** For the kinds of deviations that a minimum needs; where activities come between each other also plainer ones. */
function* withFaults(search: Search, storm: Workload, from: Place, first: StoryLine, minimum: ReadonlySet<string>): Asking<Place> {
  const points = new Set([...from.best.record].map(([name, value]) => kindInWords(name, value)))
  const kinds = new Set(minimum)
  // A worker that dies does not hear what became of its commit.
  if (kinds.has('crash')) kinds.add('commit unknown')
  const isInterleaved = interleaving.some((kind) => kinds.has(kind))
  const plainer = new Set([...kinds, ...(isInterleaved ? ['slow read', 'timeout after'] : [])])
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
