import { type AnyActor, type AnyMachineSnapshot, type AnyStateMachine, createActor, createEmptyActor, transition } from 'xstate'
import { type Branch, charts, type Parts, standardParts, type Table } from '#machines'
import { recomputing } from './compiled.ts'
import type { Contender } from './contender.ts'

/** What a machine made of an event: the snapshot after it, and the actions that it asks for. */
interface Went {
  readonly next: AnyMachineSnapshot
  readonly actions: readonly string[]
}
type Go = (machine: AnyStateMachine, from: AnyMachineSnapshot, event: string) => Went
type Ask = (machine: AnyStateMachine, from: string, event: string, subject: object, policy: object) => Branch<string, object> | undefined

/** Pure transitions: each object's latest snapshot is kept, as whoever uses them would, and made anew where it tells of another state. */
function stepping(go: Go): Ask {
  const kept = new Map<AnyStateMachine, WeakMap<object, AnyMachineSnapshot>>()
  return (machine, from, event, subject, policy) => {
    let snapshots = kept.get(machine)
    if (snapshots === undefined) kept.set(machine, (snapshots = new WeakMap()))
    const last = snapshots.get(subject)
    const before = last?.value === from ? last : machine.resolveState({ value: from, context: { subject, policy } })
    const went = go(machine, before, event)
    // With fields of its own its context is a copy of the object, in which nobody will see what becomes of the object.
    if (subjectIn(went.next) !== subject) snapshots.delete(subject)
    else if (went.next !== last) snapshots.set(subject, went.next)
    return branch(machine, before, event, subject, went)
  }
}

const byPureTransition: Go = (machine, from, event) => {
  const [next, actions]: readonly [AnyMachineSnapshot, readonly { readonly type: string }[]] = transition(machine, from, { type: event })
  return { next, actions: actions.map(({ type }) => type) }
}

/** What a machine is handed to run in. Its shape is XState's own affair: tests hold what comes of it to `transition`. */
type Scope = Parameters<AnyStateMachine['transition']>[2]

function inReusedScope(): Go {
  const self = createEmptyActor() as AnyActor
  let actions: string[] = []
  const nothing = (): void => undefined
  const scope = {
    self,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    stopChild: nothing,
    emit: nothing,
    system: self.system,
    actionExecutor: ({ type }: { readonly type: string }) => void actions.push(type),
  } as unknown as Scope
  return (machine, from, event) => {
    actions = []
    return { next: machine.transition(from, { type: event }, scope) as AnyMachineSnapshot, actions }
  }
}

/** An actor for each object, which is sent its events. */
function acting(): Ask {
  const kept = new Map<AnyStateMachine, { readonly telling: AnyStateMachine; readonly actors: WeakMap<object, AnyActor> }>()
  let actions: string[] = []
  const tellingOf = (machine: AnyStateMachine): AnyStateMachine => {
    const { actions: known } = machine.implementations
    // Those that change the context are XState's own.
    const names = Object.keys(known).filter((name) => typeof known[name] === 'function' && !('resolve' in known[name]))
    return machine.provide({ actions: Object.fromEntries(names.map((name) => [name, () => void actions.push(name)])) }) as AnyStateMachine
  }
  return (machine, from, event, subject, policy) => {
    let known = kept.get(machine)
    if (known === undefined) kept.set(machine, (known = { telling: tellingOf(machine), actors: new WeakMap() }))
    const { telling, actors } = known
    let actor = actors.get(subject)
    if (actor === undefined || (actor.getSnapshot() as AnyMachineSnapshot).value !== from) {
      actor = createActor(telling, { snapshot: telling.resolveState({ value: from, context: { subject, policy } }) }).start() as AnyActor
      actors.set(subject, actor)
    }
    const before = actor.getSnapshot() as AnyMachineSnapshot
    actions = []
    actor.send({ type: event })
    const next = actor.getSnapshot() as AnyMachineSnapshot
    if (subjectIn(next) !== subject) actors.delete(subject)
    return branch(machine, before, event, subject, { next, actions })
  }
}

const subjectIn = ({ context }: AnyMachineSnapshot): object => (context as { readonly subject: object }).subject

const noAssigns: readonly never[] = []

/** The branch that was taken. Which sentence it was nobody knows here; only observers ask. */
function branch(
  machine: AnyStateMachine,
  before: AnyMachineSnapshot,
  event: string,
  subject: object,
  { next, actions }: Went,
): Branch<string, object> | undefined {
  const from = before.value as string
  const hasMoved = next.value !== from || comesBack(machine, from, event)
  if (!hasMoved && next === before && actions.length === 0) return undefined
  const fields = subjectIn(next)
  return {
    sentence: -1,
    target: hasMoved ? (next.value as string) : undefined,
    assigns: fields === subject ? noAssigns : [() => fields],
    signals: actions,
  }
}

/** A state that is entered anew and one that stays look the same from outside; the chart's only sentence for the event tells which. */
function comesBack(machine: AnyStateMachine, from: string, event: string): boolean {
  const sentences = machine.states[from]?.on[event]
  return sentences?.length === 1 && sentences[0]!.target?.[0]?.key === from
}

function asking(name: string, ask: Ask): Contender {
  const machines = new Map<object, AnyStateMachine>()
  for (const chart of Object.keys(standardParts.tables) as (keyof typeof standardParts.tables)[])
    machines.set(standardParts.tables[chart], charts[chart].machine as unknown as AnyStateMachine)
  const branchOf = (table: Table<string, object>, from: string, event: string, subject: object, policy: object) =>
    ask(machines.get(table)!, from, event, subject, policy)
  return recomputing(name, { ...standardParts, branchOf: branchOf as unknown as Parts['branchOf'] })
}

/**
 * The same recompute, in which XState's own machines are asked for the branch of a chart instead of the tables that are made
 * of them. All else, and so what comes out, is the same.
 */
export const byTransition: Contender = asking('XState transition', stepping(byPureTransition))
export const byReusedScope: Contender = asking('XState reused scope', stepping(inReusedScope()))
export const byActor: Contender = asking('XState actor', acting())
