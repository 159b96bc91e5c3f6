import { never } from './domain/account.ts'
import type { Instant } from './domain/instant.ts'
import type { Policy } from './domain/policy.ts'

/** A named pure question about a chart's object. */
export type Guard<Subject> = (subject: Subject, policy: Policy) => boolean
/** A named pure change of a chart's object: the fields that are new. */
export type Assign<Subject> = (subject: Subject) => Partial<Subject>
/** The instant at which a state's deadline fires; `undefined` when it never does. */
export type Deadline<Subject> = (subject: Subject, policy: Policy) => Instant | undefined

/** A chart as authored: XState's machine, and the pure functions its sentences name. */
export interface Chart<State extends string, Subject, Event extends string = string> {
  /** What `setup(…).createMachine` gave; only its config is read. */
  readonly machine: { readonly config: object }
  readonly states: readonly State[]
  /** Nothing at run time: the words of its events, for whoever must know them all. */
  readonly events?: readonly Event[] | undefined
  readonly guards: Readonly<Record<string, Guard<Subject>>>
  readonly assigns: Readonly<Record<string, Assign<Subject>>>
  /** By the event that the deadline fires. */
  readonly deadlines: Readonly<Record<string, Deadline<Subject>>>
}

/** The events of a chart. */
export type EventOf<Known> = Known extends { readonly events?: readonly (infer Event)[] | undefined } ? Event : never

/** What an event does in a state when the guards answer so. */
export interface Branch<State extends string, Subject> {
  /** Which of the sentences for its state and event it is, from 0. */
  readonly sentence: number
  /** `undefined`: the state stays, and so does its deadline. */
  readonly target: State | undefined
  readonly assigns: readonly Assign<Subject>[]
  /** What the transition asks for, by name; the matrix says what that means. */
  readonly signals: readonly string[]
}

interface Cell<State extends string, Subject> {
  readonly guards: readonly Guard<Subject>[]
  /** By guard bits: the first guard of the cell is bit 0. */
  readonly branches: readonly (Branch<State, Subject> | undefined)[]
}

/** A chart as a dense table: state × event × guard bits. Made once, read in every recompute. */
export interface Table<State extends string, Subject> {
  readonly states: readonly State[]
  readonly events: readonly string[]
  readonly cells: readonly (Cell<State, Subject> | undefined)[]
  readonly stateIndex: ReadonlyMap<string, number>
  readonly eventIndex: ReadonlyMap<string, number>
  /** By state index: the event its deadline fires, and when. */
  readonly deadlines: readonly ({ readonly event: string; readonly due: Deadline<Subject> } | undefined)[]
}

interface RawTransition {
  readonly guard?: unknown
  readonly target?: unknown
  readonly actions?: unknown
}
interface RawState {
  readonly on?: Readonly<Record<string, unknown>>
  readonly meta?: { readonly deadline?: unknown }
  readonly type?: unknown
}

const allowedOfState = new Set(['on', 'meta', 'type'])
const allowedOfTransition = new Set(['guard', 'target', 'actions'])

/**
 * Makes the table of a chart.
 * @throws RangeError when the chart leaves our subset (flat; no after, invoke, always, entry, exit) or names what nobody
 * defined: an author's mistake, on load
 */
export function compile<State extends string, Subject>(chart: Chart<State, Subject>): Table<State, Subject> {
  const { states: raw } = chart.machine.config as { readonly states?: Readonly<Record<string, RawState>> }
  if (raw === undefined) throw new RangeError('a chart needs states')
  const names = Object.keys(raw)
  const unlisted = names
    .filter((name) => !chart.states.some((state) => state === name))
    .concat(chart.states.filter((state) => !names.includes(state)))
  if (unlisted.length > 0) throw new RangeError(`the chart and its list of states differ in ${unlisted.join(', ')}`)
  const events = [...new Set(names.flatMap((name) => Object.keys(raw[name]?.on ?? {})))]
  const cells: (Cell<State, Subject> | undefined)[] = []
  const deadlines: ({ readonly event: string; readonly due: Deadline<Subject> } | undefined)[] = []
  for (const state of chart.states) {
    const body = raw[state]!
    for (const key of Object.keys(body))
      if (!allowedOfState.has(key)) throw new RangeError(`${state} has ${key}, which our charts do without`)
    deadlines.push(deadlineOf(chart, state, body))
    for (const event of events) {
      const on = body.on?.[event]
      cells.push(on === undefined ? undefined : cellOf(chart, `${state}, ${event}`, on))
    }
  }
  return {
    states: chart.states,
    events,
    cells,
    deadlines,
    stateIndex: new Map(chart.states.map((state, index) => [state, index])),
    eventIndex: new Map(events.map((event, index) => [event, index])),
  }
}

/** Guards, actions, targets and deadlines are sentences here, never functions or objects. */
function wordOf(value: unknown, place: string): string {
  if (typeof value !== 'string') throw new RangeError(`${place} holds something that is no name`)
  return value
}

function deadlineOf<State extends string, Subject>(chart: Chart<State, Subject>, state: string, body: RawState) {
  const event = body.meta?.deadline
  if (event === undefined) return undefined
  const name = wordOf(event, state)
  const due = chart.deadlines[name]
  if (due === undefined) throw new RangeError(`${state} has the deadline ${name}, and nothing says when it is`)
  if (body.on?.[name] === undefined) throw new RangeError(`${state} has the deadline ${name} and does not listen to it`)
  return { event: name, due }
}

function cellOf<State extends string, Subject>(chart: Chart<State, Subject>, place: string, on: unknown): Cell<State, Subject> {
  const list = (Array.isArray(on) ? on : [on]).map((each): RawTransition =>
    typeof each === 'string' ? { target: each } : (each as RawTransition),
  )
  for (const each of list)
    for (const key of Object.keys(each))
      if (!allowedOfTransition.has(key)) throw new RangeError(`${place} has ${key}, which our charts do without`)
  const guardNames = [...new Set(list.flatMap((each) => (each.guard === undefined ? [] : [wordOf(each.guard, place)])))]
  const guards = guardNames.map((name) => {
    const guard = chart.guards[name]
    if (guard === undefined) throw new RangeError(`${place} asks ${JSON.stringify(name)}, which nobody defined`)
    return guard
  })
  const branches = Array.from({ length: 2 ** guards.length }, (_, bits) => {
    const sentence = list.findIndex(
      (each) => each.guard === undefined || (bits & (1 << guardNames.indexOf(wordOf(each.guard, place)))) !== 0,
    )
    const taken = list[sentence]
    return taken === undefined ? undefined : branchOf(chart, place, taken, sentence)
  })
  return { guards, branches }
}

function branchOf<State extends string, Subject>(
  chart: Chart<State, Subject>,
  place: string,
  taken: RawTransition,
  sentence: number,
): Branch<State, Subject> {
  const actions =
    taken.actions === undefined
      ? []
      : (Array.isArray(taken.actions) ? taken.actions : [taken.actions]).map((action) => wordOf(action, place))
  const target = chart.states.find((state) => state === taken.target)
  if (taken.target !== undefined && target === undefined)
    throw new RangeError(`${place} goes to ${wordOf(taken.target, place)}, which is no state`)
  return {
    sentence,
    target,
    assigns: actions.flatMap((name) => chart.assigns[name] ?? []),
    signals: actions.filter((name) => chart.assigns[name] === undefined),
  }
}

/** What an event does in a state; `undefined` when it is not for this state. */
export function branchFor<State extends string, Subject>(
  table: Table<State, Subject>,
  state: State,
  event: string,
  subject: Subject,
  policy: Policy,
): Branch<State, Subject> | undefined {
  const column = table.eventIndex.get(event)
  if (column === undefined) throw new RangeError(`no state of the chart listens to ${JSON.stringify(event)}`)
  const cell = table.cells[table.stateIndex.get(state)! * table.events.length + column]
  if (cell === undefined) return undefined
  const { guards } = cell
  let bits = 0
  for (let i = 0; i < guards.length; i++) if (guards[i]!(subject, policy)) bits |= 1 << i
  return cell.branches[bits]
}

/** When the deadline of a state fires; `never` without one. */
export function dueIn<State extends string, Subject>(
  table: Table<State, Subject>,
  state: State,
  subject: Subject,
  policy: Policy,
): Instant {
  return table.deadlines[table.stateIndex.get(state)!]?.due(subject, policy) ?? never
}
