import { charts, defaultPolicy, days, type Sentence, sentences } from '#machines'
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { createTestModel } from 'xstate/graph'
import { moveName } from './watch.ts'

type ChartName = keyof typeof charts

/** What the guards of a chart ask, answered for a whole path. */
type Answers = ReadonlySet<string>

/** So many retries a path may use up: more change nothing that a chart can tell. */
const mostRetries = 1

/** What the guards see, so that each says what is wanted. @see the guards of the charts */
function contextFor(answers: Answers): object {
  return {
    subject: {
      trial: answers.has('with trial') ? days(7) : undefined,
      cancelScheduled: answers.has('cancel scheduled'),
      inFlight: answers.has('payment in flight') ? 1 : 0,
      switching: answers.has('switch in flight') ? 1 : 0,
      retriesUsed: answers.has('attempts left') ? 0 : mostRetries,
      tries: answers.has('tries left') ? 1 : mostRetries + 1,
    },
    policy: {
      ...defaultPolicy,
      retries: [days(3)],
      endAction: answers.has('end action cancels') ? 'cancel' : 'unpaid',
      fullRefund: answers.has('full refund cancels') ? 'cancel' : 'keep',
    },
  }
}

/** All ways to answer the guards of a chart; the fewest yeses first. */
function allAnswers(chart: ChartName): readonly Answers[] {
  const guards = [...new Set(sentences().flatMap((each) => (each.chart === chart && each.guard !== undefined ? [each.guard] : [])))]
  const ways = Array.from({ length: 2 ** guards.length }, (_, bits) => new Set(guards.filter((__, place) => (bits & (1 << place)) !== 0)))
  return ways.toSorted((a, b) => a.size - b.size)
}

/**
 * For each sentence of a chart the shortest paths that end in it, one for each way to answer the guards. The model's states are
 * bounded: a state of the chart, the sentence that led there, and how many retries are used up.
 */
export function pathsTo(chart: ChartName, avoids: ReadonlySet<string> = new Set()): ReadonlyMap<string, readonly (readonly Sentence[])[]> {
  const machine = charts[chart].machine as unknown as AnyStateMachine
  const own = sentences().filter((each) => each.chart === chart)
  const events = [...new Set(own.map(({ event }) => event))].map((type) => ({ type }))
  const found = new Map<string, (readonly Sentence[])[]>()
  const model = createTestModel(machine, {
    serializeState: (state: AnyMachineSnapshot, event, from) =>
      `${value(state)} by ${from === undefined ? '' : value(from)}, ${event?.type ?? ''}, ${retriesIn(state)}`,
  })
  const births = chart === 'invoice' ? ['quote', 'open'] : [String((machine.config as { readonly initial?: string }).initial)]
  for (const answers of allAnswers(chart))
    for (const birth of births) {
      // A path may end in what it avoids, and not lead through it.
      const filterEvents = (state: AnyMachineSnapshot, { type }: { readonly type: string }): boolean => {
        const says = sentenceFor(own, value(state), type, answers, retriesIn(state))
        return says !== undefined && !avoids.has(nameOf(says))
      }
      const fromState = machine.resolveState({ value: birth, context: contextFor(answers) })
      for (const { steps } of model.getShortestPaths({ fromState, events, filterEvents, limit: 5_000, allowDuplicatePaths: true })) {
        const path = sentencesOf(
          own,
          steps as readonly { readonly event: { readonly type: string }; readonly state: AnyMachineSnapshot }[],
          answers,
        )
        const last = path.at(-1)
        if (last === undefined) continue
        const name = nameOf(last)
        const known = found.get(name) ?? []
        if (!known.some((each) => isSame(each, path))) found.set(name, [...known, path])
      }
    }
  for (const [name, paths] of found)
    found.set(
      name,
      paths.toSorted((a, b) => a.length - b.length),
    )
  return found
}

export const nameOf = ({ chart, from, event, place }: Sentence): string => moveName(chart, from, event, place)

const value = (state: AnyMachineSnapshot): string => String(state.value)
const retriesIn = (state: AnyMachineSnapshot): number =>
  Math.min(mostRetries, (state.context as { readonly subject: { readonly retriesUsed?: number } }).subject.retriesUsed ?? 0)
const isSame = (a: readonly Sentence[], b: readonly Sentence[]): boolean =>
  a.length === b.length && a.every((each, place) => each === b[place])

/** The first sentence of an event whose guard says yes. */
const sentenceFor = (
  own: readonly Sentence[],
  at: string | undefined,
  event: string,
  answers: Answers,
  used: number,
): Sentence | undefined =>
  own.find(
    (each) =>
      each.from === at &&
      each.event === event &&
      (each.guard === undefined || (each.guard === 'attempts left' ? used < mostRetries : answers.has(each.guard))),
  )

/** The steps of a path as sentences: the event's first one whose guard says yes. Events that a state does not hear are none. */
function sentencesOf(
  own: readonly Sentence[],
  steps: readonly { readonly event: { readonly type: string }; readonly state: AnyMachineSnapshot }[],
  answers: Answers,
): readonly Sentence[] {
  const path: Sentence[] = []
  let at: string | undefined
  let used = answers.has('attempts left') ? 0 : mostRetries
  for (const { event, state } of steps) {
    const to = value(state)
    if (event.type !== 'xstate.init') {
      const says = sentenceFor(own, at, event.type, answers, used)
      if (says === undefined) return []
      path.push(says)
    }
    used = retriesIn(state)
    at = to
  }
  return path
}
