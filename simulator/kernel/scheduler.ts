import type { Duration, Instant, Who } from '#machines'
import { later, seconds } from '#machines'
import type { CallFault, LandmarkFate, LandmarkFault, StoreFault, WorldFault } from '../faults/fault.ts'
import { overtakes } from '../faults/overtakes.ts'
import type { Activity, Answer, Call, Did, Pause } from './activity.ts'
import type { Choices } from './choices.ts'
import type { Common } from './common.ts'
import type { Landmark, Landmarks } from './landmarks.ts'
import { Meetings } from './meetings.ts'
import { named, type Name, type Segment } from './name.ts'
import type { OnCall } from './on-call.ts'
import { Later, Peers } from './peers.ts'
import { Stalls } from './stalls.ts'
import type { RunState } from './state.ts'

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
  /** Where it came to last, of each label. */
  readonly passed: Landmark[]
  readonly nextCopyAt: Instant | undefined
  alive: boolean
  /** It was held up: others may have taken its turn. */
  isDisturbed: boolean
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

const parked = Symbol('parked')
const overtaken = Symbol('overtaken')

/**
 * Runs activities, one burst at a time: the running one goes on until it ends, unless a choice says that it pauses,
 * dies, or that another one ready at the same instant goes first. Time passes around whatever is paused.
 */
export class Scheduler {
  readonly #state: RunState
  readonly #strikes: Strikes
  readonly #landmarks: Landmarks
  readonly #peers: Peers
  readonly #afterCommit: (who: Who | undefined) => void
  readonly #open = new Set<Open>()
  readonly #down = new Map<Worker, Instant>()
  readonly #meetings: Meetings
  readonly #stalls: Stalls
  readonly #skews: Readonly<Record<Worker, Duration>>

  constructor(
    state: RunState,
    { strikes, landmarks }: Pick<Common, 'strikes' | 'landmarks'>,
    onCall: OnCall,
    afterCommit: (who: Who | undefined) => void,
    afterProvider: (cause: number) => void,
  ) {
    this.#state = state
    this.#meetings = new Meetings(state)
    this.#stalls = new Stalls(state)
    this.#landmarks = landmarks
    this.#strikes = possible(strikes, state.choices)
    this.#afterCommit = afterCommit
    this.#peers = new Peers(state, this.#strikes, onCall, afterCommit, afterProvider)
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
    return this.isUpFrom(worker) > this.#state.now
  }

  /** When a worker can begin something: now, or when it starts again. */
  isUpFrom(worker: Worker): Instant {
    const { now } = this.#state
    const until = this.#down.get(worker)
    return until !== undefined && until > now ? until : now
  }

  start(activity: Activity, start: Start): void | Promise<void> {
    const open: Open = {
      activity,
      worker: start.worker,
      who: start.who,
      spared: start.spared === true,
      ends: start.ends,
      drops: start.drops ?? (() => undefined),
      passed: [],
      nextCopyAt: start.nextCopyAt,
      alive: true,
      isDisturbed: false,
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
    this.#state.tries.close(open)
    this.#open.delete(open)
  }

  #take(open: Open, pause: Pause): Answer | typeof parked {
    if (!this.#stalls.isEmpty && pause.kind !== 'wait') this.#stalls.stir()
    switch (pause.kind) {
      case 'call':
        return this.#call(open, pause)
      case 'step': {
        if (pause.did !== undefined) this.#did(open, pause.did)
        const { at } = this.#numbered(open, pause.landmark)
        const comes = pause.risks === undefined ? undefined : this.#peers.strikes(open, at, pause.risks)
        const fate = this.#fateAt(open, at)
        if (fate === undefined) return comes
        return this.#meet(open, at, fate, () => this.#go(open, comes))
      }
      case 'sleep':
        this.#state.at(this.#onItsClock(open, pause.until), open.activity.name, () => this.#go(open, undefined))
        return parked
      case 'wait':
        this.#stalls.add(open.activity.name, pause.until === undefined ? undefined : this.#onItsClock(open, pause.until), () =>
          this.#go(open, undefined),
        )
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

  /** When a moment comes that it waits for by its worker's clock. */
  #onItsClock(open: Open, moment: Instant): Instant {
    return earlier(moment, this.#skews[open.worker])
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
    const { passed } = open
    for (let i = 0; i < passed.length; i++)
      if (passed[i]!.label === label) return (passed[i] = this.#landmarks.of(label, passed[i]!.count + 1))
    const first = this.#landmarks.of(label, 1)
    passed.push(first)
    return first
  }

  /** What strikes an activity where it has come to. Most landmarks of most runs are spared, and no name is made for them. */
  #fateAt(open: Open, at: Segment): LandmarkFate | typeof overtaken | undefined {
    const { choices, now, queue } = this.#state
    const { landmarks, overtaking } = this.#strikes
    if (open.spared || !choices.active || (landmarks.length === 0 && !overtaking)) return undefined
    if (!this.#meetings.isEmpty) this.#meetings.comes(open, at.text)
    const name = open.activity.name.of(at)
    const about = { now, nextCopyAt: open.nextCopyAt }
    for (let i = 0; i < landmarks.length; i++) {
      const fate = landmarks[i]!.at(name, choices, about)
      if (fate !== undefined) return fate
    }
    if (!overtaking) return undefined
    const next = queue.peek()
    return next !== undefined &&
      next.at === now &&
      next.item.activity !== undefined &&
      choices.happens(under(name, next.item.activity), overtakes.kind)
      ? overtaken
      : undefined
  }

  /** @param goOn what happens later, or never */
  #meet(open: Open, at: Segment, fate: LandmarkFate | typeof overtaken, goOn: () => void | Promise<void>): typeof parked {
    const state = this.#state
    const { name } = open.activity
    const landmark = at.text
    if (fate === overtaken) {
      state.at(state.now, name, goOn)
      return parked
    }
    open.isDisturbed = true
    state.tries.disturb(open)
    if (fate.does === 'crash') this.#crash(open, landmark, fate.lasts)
    else if (fate.does === 'wait for another') {
      open.step = state.note('hold', name, landmark, open.step, open.who, fate.lasts, () => `pauses ${landmark} until another gets there`)
      this.#meetings.wait(open, landmark, fate.lasts, goOn)
    } else {
      open.step = state.note('hold', name, landmark, open.step, open.who, fate.lasts, () => `pauses ${landmark}`)
      state.at(later(state.now, fate.lasts), name, goOn)
    }
    return parked
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
    const { system } = state.plan
    const dying: readonly Worker[] = system.crash === undefined ? [worker] : ['web', 'jobs']
    for (const each of dying) this.#down.set(each, until)
    state.changes++
    for (const open of [...this.#open])
      if (dying.includes(open.worker)) {
        state.tries.disturb(open)
        this.#close(open)
        open.drops()
      }
    if (system.crash !== undefined) state.next(undefined, () => system.crash?.())
    state.at(
      until,
      undefined,
      () => void state.note('restart', undefined, worker, cause, undefined, 0, () => `${worker} worker starts again`),
    )
  }

  #call(open: Open, call: Call): Answer | typeof parked {
    const landmark = this.#numbered(open, call.label)
    const fate = this.#fateAt(open, landmark.before)
    if (fate === undefined) return this.#send(open, call, landmark)
    return this.#meet(open, landmark.before, fate, () => this.#resumeAfter(open, this.#send(open, call, landmark)))
  }

  #resumeAfter(open: Open, sent: Answer | typeof parked): void | Promise<void> {
    return sent === parked ? undefined : this.#go(open, sent)
  }

  #send(open: Open, call: Call, landmark: Landmark): Answer | typeof parked {
    if (!open.alive) return parked
    const told = this.#peers.ask(open, call, landmark)
    if (!(told instanceof Later)) return this.#answered(open, landmark, told)
    const { takes } = told
    if (takes !== 'for ever')
      this.#state.at(later(this.#state.now, takes), open.activity.name, () => {
        if (open.alive) return this.#resumeAfter(open, this.#answered(open, landmark, told.arrives()))
      })
    return parked
  }

  #answered(open: Open, landmark: Landmark, answer: Answer): Answer | typeof parked {
    const fate = this.#fateAt(open, landmark.after)
    return fate === undefined ? answer : this.#meet(open, landmark.after, fate, () => this.#go(open, answer))
  }
}

const noSkew = seconds(0)
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
