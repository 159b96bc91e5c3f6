import { charts, days, defaultPolicy, type EndAction, type Policy, type Sentence, sentences } from '#machines'
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { createTestModel } from 'xstate/graph'
import { moveName } from './watch.ts'

type ChartName = keyof typeof charts

/** What the guards of a chart are answered, from the path's beginning on. */
type Answers = ReadonlySet<string>

/** What the guards see, so that each says what is wanted. @see the guards of the charts */
function contextFor(answers: Answers): Context {
  const policy = {
    ...defaultPolicy,
    retries: [days(3), days(3)],
    endAction: endsBy(answers),
    disputeAccess: 'withhold',
    accessOnTerms: answers.has('access on terms') ? 'until due' : 'once paid',
    provisionalAccess: answers.has('nothing provisional') ? 'none' : answers.has('order is capped') ? { capped: days(3) } : 'until settled',
    provisionalSignup: answers.has('signup is trusted') ? 'until settled' : 'none',
    fullRefund: answers.has('full refund cancels') ? 'cancel' : 'keep',
  } as const
  return {
    policy,
    subject: {
      trial: answers.has('with trial') ? days(7) : undefined,
      terms: answers.has('on terms') ? days(14) : undefined,
      cancellation: answers.has('cancel scheduled') ? 'scheduled' : 'stays',
      inFlight: answers.has('payment in flight') ? 1 : 0,
      switching: answers.has('switch in flight') ? 1 : 0,
      retriesUsed: answers.has('attempts left') ? 0 : policy.retries.length,
      tries: answers.has('tries left') ? policy.retries.length : policy.retries.length + 1,
      amount: answers.has('for nothing') ? 0 : 1,
      isResting: answers.has('of what rests'),
      isPeriodOver: answers.has('its period is over'),
      isOrdered: answers.has('order is capped'),
      isCapOver: false,
      isSent: answers.has('on terms'),
      isTrial: answers.has('of a trial'),
      isTimeLeft: answers.has('time is left') || answers.has('access on terms') || answers.has('of what rests'),
      isForWhatRuns: answers.has('withheld by policy'),
      isAwaited: !answers.has('nobody waits'),
      isUpdate: answers.has('brought by itself'),
      isInUse: answers.has('in use'),
      type: 'payment',
      failed: answers.has('tries left') ? 0 : policy.jobs.gaps.payment.length,
    },
  }
}

interface Context {
  readonly policy: Policy
  readonly subject: Readonly<Record<string, unknown>>
}

const endsBy = (answers: Answers): EndAction =>
  answers.has('end action pauses')
    ? 'pause'
    : answers.has('end action cancels') || answers.has('end action closes it')
      ? 'cancel'
      : 'unpaid'

/** No path needs more guards than these to say yes, and every further guard of a chart would double the ways. */
const mostYeses = 4

/** The ways to answer the guards of a chart; the fewest yeses first. */
function allAnswers(chart: ChartName): readonly Answers[] {
  const guards = [...new Set(sentences().flatMap((each) => (each.chart === chart && each.guard !== undefined ? [each.guard] : [])))]
  const ways = Array.from({ length: 2 ** guards.length }, (_, bits) => new Set(guards.filter((__, place) => (bits & (1 << place)) !== 0)))
  return ways.filter(({ size }) => size <= mostYeses).toSorted((a, b) => a.size - b.size)
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
      `${value(state)} by ${from === undefined ? '' : value(from)}, ${event?.type ?? ''}, ${usedIn(state)}`,
  })
  const births =
    chart === 'invoice'
      ? ['quote', 'open']
      : chart === 'dunning'
        ? ['not due', 'sent']
        : [String((machine.config as { readonly initial?: string }).initial)]
  for (const answers of allAnswers(chart))
    for (const birth of births) {
      const filterEvents = (state: AnyMachineSnapshot, { type }: { readonly type: string }): boolean => {
        const says = sentenceFor(own, state, type)
        return says !== undefined && !avoids.has(nameOf(says))
      }
      const fromState = machine.resolveState({ value: birth, context: contextFor(answers) })
      for (const { steps } of model.getShortestPaths({ fromState, events, filterEvents, limit: 5_000, allowDuplicatePaths: true })) {
        const path = sentencesOf(own, steps as readonly Step[])
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
const contextOf = (state: AnyMachineSnapshot): Context => state.context as Context
/** How much of a budget is used up. */
const usedIn = (state: AnyMachineSnapshot): string => {
  const { subject } = contextOf(state)
  return `${String(subject['retriesUsed'])} ${String(subject['failed'])}`
}
const isSame = (a: readonly Sentence[], b: readonly Sentence[]): boolean =>
  a.length === b.length && a.every((each, place) => each === b[place])

/** The first sentence of an event whose guard, asked of the chart itself, says yes. */
function sentenceFor(own: readonly Sentence[], state: AnyMachineSnapshot, event: string): Sentence | undefined {
  const { subject, policy } = contextOf(state)
  return own.find((each) => {
    if (each.from !== value(state) || each.event !== event) return false
    const guards = charts[each.chart].guards as Readonly<Record<string, (subject: object, policy: Policy) => boolean>>
    return each.guard === undefined || guards[each.guard]!(subject, policy)
  })
}

interface Step {
  readonly event: { readonly type: string }
  readonly state: AnyMachineSnapshot
}

/** The steps of a path as sentences. */
function sentencesOf(own: readonly Sentence[], steps: readonly Step[]): readonly Sentence[] {
  return steps.flatMap(({ event }, place) => {
    const before = steps[place - 1]?.state
    const says = before === undefined ? undefined : sentenceFor(own, before, event.type)
    return says === undefined ? [] : [says]
  })
}
