import type { Duration, Instant, Who } from '#machines'
import { later, seconds } from '#machines'
import type { CallFate, CallFault, CommitFate, LandmarkFault, StoreFault, WorldFault } from '../faults/fault.ts'
import { overtakes } from '../faults/overtakes.ts'
import { notModelledIn } from '../provider/errors.ts'
import type { ProviderAnswer, ProviderRequest } from '../provider/provider.ts'
import type { Activity, Answer, Call, Did, Pause } from './activity.ts'
import type { Choices } from './choices.ts'
import { type Landmark, Landmarks } from './landmarks.ts'
import { named, type Name, type Segment } from './name.ts'
import type { RunState } from './state.ts'
import type { CommitAnswer, StoreRequest } from './store.ts'
import { digestOfWrites } from './trace.ts'

/** Activities run on a worker and die with it. */
export type Worker = 'web' | 'jobs'

/** An activity that was started and has not ended. */
interface Open {
  readonly activity: Activity
  readonly worker: Worker
  readonly who: Who | undefined
  readonly spared: boolean
  readonly ends: (reply: unknown) => void
  readonly drops: () => void
  readonly labels: Map<string, number>
  readonly nextCopyAt: Instant | undefined
  alive: boolean
  /** The step that last moved it: the cause of what it does next. */
  step: number
}

export interface Start {
  readonly worker: Worker
  readonly who: Who | undefined
  /** The trace step that caused it. */
  readonly cause: number
  /** No fault strikes it: what may go wrong in a row has a limit, or no system could keep its promises. */
  readonly spared?: boolean
  /** For a webhook: when its sender, if it gets no answer, sends it once more. */
  readonly nextCopyAt?: Instant | undefined
  /** Called once with the reply. */
  readonly ends: (reply: unknown) => void
  /** Called instead when the worker died. */
  readonly drops?: () => void
}

/** Faults that strike activities, as far as the system has what they need. */
export interface Strikes {
  readonly landmarks: readonly LandmarkFault[]
  readonly calls: readonly CallFault[]
  readonly stores: readonly StoreFault[]
  readonly overtaking: boolean
  /** Of a worker's clock. */
  readonly skew: WorldFault<Duration> | undefined
}

/** An activity that waits at a landmark until another one about the same customer comes there. */
interface Waiting {
  readonly open: Open
  readonly landmark: string
  goOn(): void
}

const parked = Symbol('parked')

/**
 * Runs activities, one burst at a time: the running one goes on until it ends, unless a choice says that it pauses,
 * dies, or that another one ready at the same instant goes first. Time passes around whatever is paused.
 */
export class Scheduler {
  readonly #state: RunState
  readonly #strikes: Strikes
  readonly #landmarks = new Landmarks()
  readonly #afterCommit: (who: Who | undefined) => void
  readonly #afterProvider: (cause: number) => void
  readonly #open = new Set<Open>()
  readonly #down = new Map<Worker, Instant>()
  readonly #waiting = new Set<Waiting>()
  readonly #skews: Readonly<Record<Worker, Duration>>

  constructor(state: RunState, strikes: Strikes, afterCommit: (who: Who | undefined) => void, afterProvider: (cause: number) => void) {
    this.#state = state
    this.#strikes = possible(strikes, state.choices)
    this.#afterCommit = afterCommit
    this.#afterProvider = afterProvider
    const skewOf = (worker: Worker): Duration => strikes.skew?.input(named(`${worker} worker`), state.choices) ?? seconds(0)
    this.#skews = { web: skewOf('web'), jobs: skewOf('jobs') }
  }

  /** Nothing runs and nothing is paused. */
  get isQuiet(): boolean {
    return this.#open.size === 0
  }

  get openNames(): readonly string[] {
    return [...this.#open].map((open) => open.activity.name.text)
  }

  isDown(worker: Worker): boolean {
    return (this.#down.get(worker) ?? 0) > this.#state.now
  }

  start(activity: Activity, start: Start): void | Promise<void> {
    const open: Open = {
      activity,
      worker: start.worker,
      who: start.who,
      spared: start.spared === true,
      ends: start.ends,
      drops: start.drops ?? (() => undefined),
      labels: new Map(),
      nextCopyAt: start.nextCopyAt,
      alive: true,
      step: start.cause,
    }
    this.#open.add(open)
    return this.#go(open, undefined)
  }

  #go(open: Open, first: Answer): void | Promise<void> {
    let answer = first
    for (;;) {
      if (!open.alive || this.#state.isSpent) return
      let pause: Pause | Promise<Pause>
      // Only what the system's own code throws is its doing; what we do with its pauses is ours.
      try {
        this.#state.skew = this.#skews[open.worker]
        pause = open.activity.resume(answer)
      } catch (thrown) {
        this.#state.skew = noSkew
        this.#fail(open, thrown)
        return
      }
      if (pause instanceof Promise)
        return pause.then(
          (settled) => {
            this.#state.skew = noSkew
            if (!open.alive) return
            const next = this.#take(open, settled)
            return next === parked ? undefined : this.#go(open, next)
          },
          (thrown: unknown) => {
            this.#state.skew = noSkew
            this.#fail(open, thrown)
          },
        )
      this.#state.skew = noSkew
      const next = this.#take(open, pause)
      if (next === parked) return
      answer = next
    }
  }

  /** What the system throws out of an activity is no answer of a billing system: the run cannot be judged. */
  #fail(open: Open, thrown: unknown): void {
    this.#close(open)
    const { blames, system } = this.#state.plan
    const said = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
    this.#state.giveUp(blames?.(thrown) ?? `${system.name} threw in ${open.activity.name.text}: ${said}`)
  }

  #close(open: Open): void {
    open.alive = false
    this.#open.delete(open)
  }

  #take(open: Open, pause: Pause): Answer | typeof parked {
    switch (pause.kind) {
      case 'call':
        return this.#call(open, pause)
      case 'step': {
        if (pause.did !== undefined) this.#did(open, pause.did)
        const { at } = this.#numbered(open, pause.landmark)
        return this.#mayStrike(open) && this.#strike(open, at, () => this.#go(open, undefined)) ? parked : undefined
      }
      case 'sleep':
        // It waits by its worker's clock.
        this.#state.at(earlier(pause.until, this.#skews[open.worker]), open.activity.name, () => this.#go(open, undefined))
        return parked
      case 'fork':
        return this.#fork(open, pause.children)
      case 'done':
        this.#close(open)
        this.#state.changes++
        open.ends(pause.reply)
        return parked
      default:
        throw new RangeError(`no such pause: ${JSON.stringify(pause satisfies never)}`)
    }
  }

  /** A system with a store of its own touched it. */
  #did(open: Open, { subject, writes, payload, says }: Did): void {
    open.step = this.#state.note(writes ? 'commit' : 'call', open.activity.name, subject, open.step, open.who, payload, () => says)
    if (!writes) return
    this.#state.changes++
    this.#afterCommit(open.who)
  }

  #fork(open: Open, children: readonly Activity[]): typeof parked {
    const replies: unknown[] = children.map(() => undefined)
    let left = children.length
    const resume = (): void => this.#state.at(this.#state.now, open.activity.name, () => this.#go(open, replies))
    if (left === 0) resume()
    for (const [index, child] of children.entries())
      this.#state.at(this.#state.now, child.name, () =>
        this.start(child, {
          worker: open.worker,
          who: open.who,
          spared: open.spared,
          cause: open.step,
          ends: (reply) => {
            replies[index] = reply
            if (--left === 0) resume()
          },
        }),
      )
    return parked
  }

  #numbered(open: Open, label: string): Landmark {
    const count = (open.labels.get(label) ?? 0) + 1
    open.labels.set(label, count)
    return this.#landmarks.of(label, count)
  }

  /** Asked before a name is made: most landmarks of most runs are spared. */
  #mayStrike(open: Open): boolean {
    const { landmarks, overtaking } = this.#strikes
    return (landmarks.length > 0 || overtaking) && !open.spared && this.#state.choices.active
  }

  /** Does something strike here? Then `goOn` is what happens later, or never. */
  #strike(open: Open, at: Segment, goOn: () => void | Promise<void>): boolean {
    const { choices, now } = this.#state
    const landmark = at.text
    if (this.#waiting.size > 0) this.#release(open, landmark)
    const name = open.activity.name.of(at)
    const standing = { now, nextCopyAt: open.nextCopyAt }
    for (const fault of this.#strikes.landmarks) {
      const struck = fault.at(name, choices, standing)
      if (struck === undefined) continue
      if (struck.does === 'crash') this.#crash(open, landmark, struck.lasts)
      else if (struck.does === 'wait for another') this.#wait(open, landmark, struck.lasts, goOn)
      else {
        open.step = this.#state.note('hold', open.activity.name, landmark, open.step, open.who, struck.lasts, () => `pauses ${landmark}`)
        this.#state.at(later(now, struck.lasts), open.activity.name, goOn)
      }
      return true
    }
    if (this.#strikes.overtaking) {
      const next = this.#state.queue.peek()
      if (
        next !== undefined &&
        next.at === now &&
        next.item.activity !== undefined &&
        choices.happens(under(name, next.item.activity), overtakes.kind)
      ) {
        this.#state.at(now, open.activity.name, goOn)
        return true
      }
    }
    return false
  }

  /** Pauses until another activity about the same customer comes to the same landmark, or the time is up. */
  #wait(open: Open, landmark: string, atMost: Duration, goOn: () => void | Promise<void>): void {
    const state = this.#state
    const { name } = open.activity
    open.step = state.note('hold', name, landmark, open.step, open.who, atMost, () => `pauses ${landmark} until another gets there`)
    const waiting: Waiting = { open, landmark, goOn: () => state.at(state.now, name, goOn) }
    this.#waiting.add(waiting)
    state.at(later(state.now, atMost), name, () => (this.#waiting.delete(waiting) ? goOn() : undefined))
  }

  #release(passing: Open, landmark: string): void {
    for (const waiting of this.#waiting)
      if (waiting.landmark === landmark && waiting.open !== passing && waiting.open.who === passing.who) {
        this.#waiting.delete(waiting)
        waiting.goOn()
      }
  }

  #crash(struck: Open, landmark: string, lasts: Duration): void {
    const state = this.#state
    const worker = struck.worker
    const cause = state.note(
      'crash',
      struck.activity.name,
      worker,
      struck.step,
      struck.who,
      landmark,
      () => `${worker} worker dies ${landmark}`,
    )
    const until = later(state.now, lasts)
    this.#down.set(worker, until)
    state.changes++
    for (const open of [...this.#open])
      if (open.worker === worker) {
        this.#close(open)
        open.drops()
      }
    state.at(
      until,
      undefined,
      () => void state.note('restart', undefined, worker, cause, undefined, 0, () => `${worker} worker starts again`),
    )
  }

  #call(open: Open, call: Call): Answer | typeof parked {
    const landmark = this.#numbered(open, call.label)
    if (this.#mayStrike(open) && this.#strike(open, landmark.before, () => this.#resumeAfter(open, this.#send(open, call, landmark))))
      return parked
    return this.#send(open, call, landmark)
  }

  #resumeAfter(open: Open, sent: Answer | typeof parked): void | Promise<void> {
    return sent === parked ? undefined : this.#go(open, sent)
  }

  #send(open: Open, call: Call, landmark: Landmark): Answer | typeof parked {
    if (!open.alive) return parked
    switch (call.to) {
      case 'store':
        return this.#store(open, call.request as StoreRequest, landmark)
      case 'provider':
        return this.#provider(open, call, landmark)
      case 'mail': {
        const state = this.#state
        open.step = state.note(
          'effect',
          open.activity.name,
          'mail',
          open.step,
          open.who,
          call.request,
          () => `mail: ${JSON.stringify(call.request)}`,
        )
        state.effects.push({ kind: 'mail', who: open.who, detail: JSON.stringify(call.request), at: state.now })
        return this.#answered(open, landmark, undefined)
      }
      default:
        throw new RangeError(`no such peer: ${JSON.stringify(call.to satisfies never)}`)
    }
  }

  #answered(open: Open, landmark: Landmark, answer: Answer): Answer | typeof parked {
    return this.#mayStrike(open) && this.#strike(open, landmark.after, () => this.#go(open, answer)) ? parked : answer
  }

  #store(open: Open, request: StoreRequest, landmark: Landmark): Answer | typeof parked {
    const state = this.#state
    const { name } = open.activity
    if (request.op !== 'commit') {
      // What rows hold is in the digest of the commit that wrote them; here it counts which state of them was seen.
      let answer: Answer
      let seen: number
      const as = request.replica === true && this.#isBehind(open, landmark) ? 'before the last commit' : 'now'
      if (request.op === 'read') {
        const stored = state.store.read(request.table, request.owner, request.key, as)
        answer = stored
        seen = stored?.version ?? 0
      } else {
        const rows = state.store.list(request.table, request.owner, as)
        answer = rows
        seen = rows.length
      }
      open.step = state.note('call', name, request.table, open.step, open.who, seen, () => `reads ${request.table}`)
      return this.#answered(open, landmark, answer)
    }
    let answer: CommitAnswer | undefined
    let fate: CommitFate | undefined
    if (state.choices.active && !open.spared)
      for (const fault of this.#strikes.stores) {
        fate = fault.commits?.(name.of(landmark.at), state.choices)
        if (fate !== undefined) break
      }
    if (fate === 'serialization failure') answer = { kind: 'conflict', because: 'serialization', key: '' }
    else if (fate === 'deadlock') answer = { kind: 'conflict', because: 'deadlock', key: '' }
    else if (fate === 'unknown, not done') answer = { kind: 'unknown' }
    else {
      answer = state.store.commit(request.writes)
      if (answer.kind === 'committed') {
        state.changes++
        state.commits++
      }
      if (fate === 'unknown, done') answer = { kind: 'unknown' }
    }
    open.step = state.note(
      'commit',
      name,
      landmark.text,
      open.step,
      open.who,
      digestOfWrites(request.writes),
      () => `${landmark.text}: ${answer.kind}`,
    )
    if (answer.kind !== 'conflict') this.#afterCommit(open.who)
    return this.#answered(open, landmark, answer)
  }

  #isBehind(open: Open, landmark: Landmark): boolean {
    const { choices } = this.#state
    if (!choices.active || open.spared) return false
    return this.#strikes.stores.some((fault) => fault.reads?.(open.activity.name.of(landmark.at), choices) === true)
  }

  #provider(open: Open, call: Call, landmark: Landmark): Answer | typeof parked {
    const request = call.request as ProviderRequest
    const state = this.#state
    const { name } = open.activity
    open.step = state.note('call', name, request.operation, open.step, open.who, request.params, () => `asks ${request.operation}`)
    let fate: CallFate | undefined
    if (this.#strikes.calls.length > 0 && state.choices.active && !open.spared) {
      const scope = name.of(landmark.at)
      for (const fault of this.#strikes.calls) {
        fate = fault.call(scope, state.choices, request)
        if (fate !== undefined) break
      }
    }
    let answer: ProviderAnswer = noAnswer
    if (fate === undefined || fate.executes || fate.answer === '500') {
      const context = { now: state.now, choices: state.choices }
      answer =
        fate?.answer === '500'
          ? state.twin.failWith500(request, context, fate.executes ? 'executed' : 'not executed')
          : state.twin.handle(request, context)
      const lacking = notModelledIn(answer)
      if (lacking !== undefined) state.giveUp(`${state.plan.system.name} asked in ${name.text} for what the twin lacks: ${lacking}`)
      state.changes++
      this.#afterProvider(open.step)
    }
    let told = fate === undefined || fate.answer === undefined || fate.answer === '500' ? answer : fate.answer
    let takes = fate?.takes ?? atOnce
    const isNative = state.plan.system.capabilities.level === 'native'
    if (takes === 'for ever') {
      // Native code says how long it would wait; whoever has no patience waits on.
      if (call.patience === undefined && isNative) return parked
      takes = call.patience ?? atOnce
    } else if (call.patience !== undefined && takes > call.patience) {
      takes = call.patience
      told = noAnswer
    }
    // Real code has a patience of its own, which runs on its own timers: it is told at once that nothing will come.
    const isImpatient = told.kind === 'timeout' && !isNative
    const arrives = (): Answer | typeof parked => {
      open.step = state.note(
        'answer',
        name,
        request.operation,
        open.step,
        open.who,
        told.kind === 'response' ? told.body : told.kind,
        () => `${request.operation}: ${told.kind === 'response' ? told.status : isImpatient ? 'no answer comes' : told.kind}`,
      )
      return this.#answered(open, landmark, told)
    }
    if (takes === 0 || isImpatient) return arrives()
    state.at(later(state.now, takes), name, () => {
      if (open.alive) return this.#resumeAfter(open, arrives())
    })
    return parked
  }
}

const noAnswer: ProviderAnswer = { kind: 'timeout' }
const noSkew = seconds(0)
const atOnce = seconds(0)
const earlier = (instant: Instant, by: Duration): Instant => (instant - by) as Instant

/** The faults that this run's rates leave a chance. */
const possible = ({ landmarks, calls, stores, overtaking, skew }: Strikes, choices: Choices): Strikes => ({
  landmarks: landmarks.filter(({ kind }) => choices.allows(kind)),
  calls: calls.filter(({ kind }) => choices.allows(kind)),
  stores: stores.filter(({ kind }) => choices.allows(kind)),
  overtaking: overtaking && choices.allows(overtakes.kind),
  skew,
})

/** The name of a pair: one path below the other. */
function under(name: Name, other: Name): Name {
  return (other.above === undefined ? name : under(name, other.above)).of(other.last)
}
