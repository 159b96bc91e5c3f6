import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type CommandReply, type Policy, type View, type Sight } from '#machines'
import {
  AliasedChoice,
  createCardTwin,
  type Activity,
  type Answer,
  type CommandInput,
  type Input,
  eye,
  type Pause,
  runAsync,
  type RunResult,
  type Source,
  type System,
  type Workload,
} from '#simulator'
import { guarded } from './guard.ts'
import { Misbehaved } from './misbehaved.ts'
import { Offended, type ConformanceRule, type Offence } from './rules.ts'
import { within } from './within.ts'

/** A life that a system went through, and what was seen of it from both sides of the port. */
export interface Lived {
  readonly result: RunResult
  /** Why it did not come to its end. */
  readonly offence: Offence | undefined
  readonly replies: readonly { readonly input: CommandInput; readonly reply: CommandReply }[]
  /** The view at the end; undefined where it never came to one. */
  readonly view: View | undefined
  /** The most rows that each section ever had. */
  readonly most: ReadonlyMap<Sight, number>
  /** What truly happened, as far as a claim rests on it. */
  readonly truth: { readonly subscriptions: number; readonly wasPaid: boolean }
  /** What the system said last that it waits for. */
  readonly waitsFor: readonly string[]
  /** It gave promises where systems that are native give answers. */
  readonly promises: readonly string[]
}

export interface Living {
  readonly policy: Policy
  /** In real milliseconds: what takes longer never ends. */
  readonly patienceMs: number
  readonly source?: Source
}

/** Between two looks at one view, in real milliseconds: whoever writes what he shows a little later has done so by then. */
const lookAgainMs = 25
/** So many looks are taken twice. */
const mostDoubles = 30

/** Lets a system go through a life while it is looked at. Nothing is thrown that is the system's doing. */
export async function lived(system: System, workload: Workload, { policy, patienceMs, source }: Living): Promise<Lived> {
  const { system: held, blames } = guarded(system, 'others')
  const replies: { input: CommandInput; reply: CommandReply }[] = []
  const most = new Map<Sight, number>()
  const promises = new Set<string>()
  let waitsFor: readonly string[] = []
  let doubles = 0
  let last: View | undefined
  const truth = { subscriptions: 0, wasPaid: false }

  const asking = <Out>(rule: ConformanceRule, what: string, value: Out): Out => {
    if (value instanceof Promise) promises.add(what)
    return within(patienceMs, rule, what, value)
  }
  const looked = (): View | Promise<View> => {
    const view = asking('moves on', 'view', held.view())
    const kept = (each: View): View => (last = each)
    return view instanceof Promise ? view.then(kept) : kept(view)
  }
  const seenTwice = (first: View, second: View): View => {
    const section = Object.keys(first).find((each) => !isDeepStrictEqual(first[each as Sight], second[each as Sight]))
    if (section !== undefined)
      throw new Offended({
        rule: 'view keeps up',
        says: `two looks at one moment differ: ${section} had ${counted(first, section)}, and a moment later ${counted(second, section)}${sameCount(first, second, section) ? ', with other words in them' : ''}; nothing was asked between them`,
      })
    return first
  }
  const activity = (inner: Activity, input: Input): Activity => ({
    name: inner.name,
    resume(answer: Answer) {
      const pause = asking('moves on', `${inner.name.text}, resumed,`, inner.resume(answer))
      const heard = (given: Pause): Pause => {
        if (given.kind === 'done' && input.kind === 'command') replies.push({ input, reply: given.reply as CommandReply })
        return given
      }
      return pause instanceof Promise ? pause.then(heard) : heard(pause)
    },
  })
  const probe: System = {
    ...held,
    reset: () => asking('moves on', 'reset', held.reset()),
    receive: (input) => activity(held.receive(input), input),
    settle() {
      const outstanding = asking('settle ends', 'settle', held.settle())
      const note = (given: Awaited<typeof outstanding>): Awaited<typeof outstanding> => {
        ;({ waitsFor } = given)
        return given
      }
      return outstanding instanceof Promise ? outstanding.then(note) : note(outstanding)
    },
    view() {
      const first = looked()
      if (doubles++ >= mostDoubles) return first
      if (!(first instanceof Promise)) return seenTwice(first, looked() as View)
      return first.then(async (view) => {
        await sleep(lookAgainMs)
        return seenTwice(view, await looked())
      })
    },
  }
  const onlooker = eye('quiet', ({ view, truth: happened }) => {
    truth.subscriptions = happened.subscriptions.length
    truth.wasPaid ||= happened.charges.some(({ outcome }) => outcome === 'succeeded')
    for (const sight of system.capabilities.sights) most.set(sight, Math.max(most.get(sight) ?? 0, rowsOf(view, sight).length))
  })
  let offence: Offence | undefined
  const result = await runAsync({
    system: probe,
    workload,
    source: source ?? { kind: 'record', record: new Map() },
    invariants: [onlooker],
    makeTwin: () =>
      createCardTwin({
        ...policy,
        endAction: policy.endAction === 'pause' ? 'unpaid' : policy.endAction,
        incompleteExpires: policy.changeExpires,
      }),
    blames(thrown) {
      offence = thrown instanceof Offended ? { rule: thrown.rule, says: thrown.message } : offenceOf(blames(thrown), thrown)
      return offence?.says
    },
  })
  if (offence === undefined && result.verdict === 'undecided')
    offence = { rule: / threw in /.test(result.why ?? '') ? 'throws nothing' : 'moves on', says: result.why ?? 'the run came to no end' }
  return { result, offence, replies, view: last, most, truth, waitsFor, promises: [...promises] }
}

function offenceOf(says: string | undefined, thrown: unknown): Offence | undefined {
  if (says === undefined) return undefined
  if (thrown instanceof AliasedChoice || says.includes('names a second activity')) return { rule: 'names once', says }
  return { rule: thrown instanceof Misbehaved && !/\bthrew\b/.test(says) ? 'shape' : 'throws nothing', says }
}

export const rowsOf = (view: View, sight: string): readonly unknown[] => {
  const rows: unknown = view[sight as Sight]
  return Array.isArray(rows) ? rows : []
}

const counted = (view: View, sight: string): string => {
  const { length } = rowsOf(view, sight)
  return `${length} ${length === 1 ? 'row' : 'rows'}`
}

const sameCount = (a: View, b: View, sight: string): boolean => rowsOf(a, sight).length === rowsOf(b, sight).length
