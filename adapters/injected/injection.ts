import { AsyncLocalStorage } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import type { Instant } from '#machines'
import { defaultPolicy } from '#machines'
import type { Activity, Answer, Call, Name, Outstanding, Pause, World } from '#simulator'
import { named } from '#simulator'
import { replaceChance } from './chance.ts'
import { replaceClock } from './clock.ts'
import { interceptCrashes } from './crashes.ts'
import { watchQuiet, type Quiet } from './quiet.ts'
import { createRandomness, type Randomness } from './randomness.ts'
import type { Undo } from './replaced.ts'
import { replaceSleep } from './sleep.ts'
import { createTimers, type Timers } from './timers.ts'

/** The code of an activity waits for something that no answer and no timer will bring. */
class ActivityHangs extends Error {
  constructor(activity: string) {
    super(`${activity} waits for something that never comes: nothing is asked, nothing sleeps, and it has not ended`)
    this.name = 'ActivityHangs'
  }
}

/** A pause at which code waits for the world. */
type Gated = Call | Extract<Pause, { kind: 'step' }>

/** One touch of the system's own store. */
export interface Touch {
  /** Of a closed vocabulary, `read subscription`; names the landmarks before and after. */
  readonly label: string
  /** What is touched: a table, a kind of row. */
  readonly subject: string
  readonly writes: boolean
  /** Plain data: what is asked, as it goes into the trace. */
  readonly request: unknown
  /** The line of the code that asks, when it is known. */
  readonly where?: string | undefined
}

interface Parked {
  readonly pause: Gated
  readonly answer: (answer: Answer) => void
}

interface Running {
  readonly name: Name
  readonly world: World
  readonly randomness: Randomness
  readonly timers: Timers
  readonly parked: Parked[]
  over: { readonly reply: unknown } | { readonly thrown: unknown } | undefined
}

/**
 * Runs JavaScript that knows nothing of us as activities: inside, clock, timers and randomness are the world's, and what
 * passes the gate waits until the world answers. Globals are the process's, so there is one injection at a time.
 */
export interface Injection {
  /** Turns without movement that count as rest; found by the self-test, part of what makes a run repeat. */
  readonly quietTurns: number
  /** An activity whose code is `run`. A rejection of `run` is thrown by `resume`. */
  activity(name: Name, world: World, run: () => Promise<unknown>): Activity
  /** Asks a peer, inside an activity; resolves when the world answers. */
  readonly gate: (call: Call) => Promise<Answer>
  /**
   * Touches the system's own store inside an activity: a landmark, the touch, a landmark. Outside it is simply done.
   * @param words says for people what came back
   */
  touch<Result>(touch: Touch, perform: () => Result | Promise<Result>, words?: (result: Result) => string): Promise<Result>
  /** What activities that have answered left behind. */
  outstanding(): Outstanding
  /** Forgets what earlier runs left behind. */
  reset(): void
  uninstall(): void
}

let installed = false

/**
 * Takes hold of the process's clock, timers and randomness. To be done before the system's code is loaded, since
 * code may keep the real functions for itself.
 * @throws Error when another injection holds them: one system per process
 */
export async function install(): Promise<Injection> {
  if (installed) throw new Error('another injected system runs in this process; give each its own worker')
  installed = true
  const inside = new AsyncLocalStorage<Running>()
  /** Whose burst runs now; rejections that lost their context are its. */
  let current: Running | undefined
  const left = new Set<Running>()

  const blamed = (reason: unknown): void => {
    const running = inside.getStore() ?? current
    running?.world.effect('unhandled rejection', `${running.name.text}: ${kindOf(reason)}`)
  }
  const undos: Undo[] = [
    replaceClock(() => inside.getStore()?.world.now()),
    replaceChance(() => inside.getStore()?.randomness),
    replaceSleep(() => inside.getStore()?.timers),
    interceptCrashes(() => current !== undefined || inside.getStore() !== undefined, blamed),
  ]
  syncBuiltinESMExports()

  const quiet: Quiet = await watchQuiet(
    () => inside.getStore() !== undefined,
    (run) => inside.run(createRunning(selfTest, still), run),
  )

  const park = (pause: Gated): Promise<Answer> => {
    const running = inside.getStore()
    if (running === undefined) throw new Error(`${describe(pause)} was asked for outside an activity; nobody can answer it`)
    return new Promise((answer) => running.parked.push({ pause, answer }))
  }

  const touch: Injection['touch'] = async <Result>(
    asked: Touch,
    perform: () => Result | Promise<Result>,
    words?: (result: Result) => string,
  ): Promise<Result> => {
    if (inside.getStore() === undefined) return perform()
    const { label, subject, writes, where = '' } = asked
    await park({ kind: 'step', landmark: `before ${label}` })
    let outcome: { readonly result: Result } | { readonly thrown: unknown }
    try {
      outcome = { result: await perform() }
    } catch (thrown) {
      outcome = { thrown }
    }
    const refused = 'thrown' in outcome
    const says = 'thrown' in outcome ? 'refused' : (words?.(outcome.result) ?? '')
    const did = {
      subject,
      writes: writes && !refused,
      payload: asked.request,
      says: [label, says, where].filter((part) => part !== '').join('  '),
    }
    await park({ kind: 'step', landmark: `after ${label}`, did })
    if ('thrown' in outcome) throw outcome.thrown
    return outcome.result
  }

  /** Lets time-outs that passed while the code was paused go off, as they would have. */
  const fire = async (running: Running, until: (due: Instant) => boolean): Promise<void> => {
    for (let next = running.timers.first(); next !== undefined && until(next.due); next = running.timers.first()) {
      try {
        inside.run(running, () => running.timers.fireFirst())
      } catch (thrown) {
        // In a process of its own this would end it.
        blamed(thrown)
      }
      await quiet.settle()
      if (running.over !== undefined) return
    }
  }

  const untilPaused = async (running: Running): Promise<Pause> => {
    await quiet.settle()
    await fire(running, (due) => running.parked.length === 0 && due <= running.world.now())
    if (running.over !== undefined) {
      if (running.parked.length > 0 || running.timers.sleepers.length > 0) left.add(running)
      if ('thrown' in running.over) throw running.over.thrown
      return { kind: 'done', reply: running.over.reply }
    }
    const next = running.parked.toSorted(byWords)[0]
    if (next !== undefined) return next.pause
    const sleeper = running.timers.first()
    if (sleeper === undefined) throw new ActivityHangs(running.name.text)
    return { kind: 'sleep', until: sleeper.due }
  }

  const activity = (name: Name, world: World, run: () => Promise<unknown>): Activity => {
    const running = createRunning(name, world)
    let pausedAt: Pause | undefined
    const burst = async (answer: Answer): Promise<Pause> => {
      if (pausedAt === undefined)
        inside.run(running, () => {
          const ended = (over: Running['over']): void => void (running.over = over)
          // Started in a microtask, so that what `run` throws at once is a rejection too.
          void Promise.resolve()
            .then(run)
            .then(
              (reply) => ended({ reply }),
              (thrown: unknown) => ended({ thrown }),
            )
        })
      else if (pausedAt.kind !== 'sleep') {
        const waiting = running.parked.findIndex(({ pause }) => pause === pausedAt)
        const [answered] = running.parked.splice(waiting, 1)
        await fire(running, (due) => due < world.now())
        answered?.answer(answer)
      }
      return untilPaused(running)
    }
    return {
      name,
      async resume(answer) {
        if (current !== undefined) throw new Error(`${name.text} was resumed while ${current.name.text} runs`)
        if (pausedAt?.kind === 'done') throw new Error(`${name.text} was resumed after its end`)
        current = running
        try {
          return (pausedAt = await burst(answer))
        } finally {
          current = undefined
        }
      },
    }
  }

  return {
    quietTurns: quiet.turns,
    activity,
    gate: park,
    touch,
    outstanding: () => ({
      waitsFor: [...left].flatMap((running) => [
        ...running.parked.map(({ pause }) => `${running.name.text}: ${describe(pause)}`),
        ...running.timers.sleepers.map(() => `${running.name.text}: a timer`),
      ]),
    }),
    reset: () => left.clear(),
    uninstall() {
      if (!installed) return
      quiet.stop()
      undos.toReversed().forEach((undo) => undo())
      syncBuiltinESMExports()
      installed = false
    },
  }
}

function createRunning(name: Name, world: World): Running {
  return { name, world, randomness: createRandomness(name), timers: createTimers(() => world.now()), parked: [], over: undefined }
}

const selfTest = named('self-test')
const still: World = {
  now: () => 0 as Instant,
  storeNow: () => 0 as Instant,
  policy: () => defaultPolicy,
  effect: () => undefined,
  list: () => [],
  untold: () => undefined,
  table: () => ({ name: '', owners: [], rows: [] }),
}

const words = (pause: Gated): string => (pause.kind === 'call' ? pause.label : pause.landmark)
const describe = (pause: Gated): string => (pause.kind === 'call' ? `${pause.label} (${pause.to})` : pause.landmark)

/** By what is asked, never by arrival: arrival may depend on the machine. Equals are the same question. */
function byWords(a: Parked, b: Parked): number {
  const order = compare(words(a.pause), words(b.pause))
  return order === 0 ? compare(JSON.stringify(a.pause), JSON.stringify(b.pause)) : order
}
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** An error's kind, never its text: texts belong to engines and dependencies. */
function kindOf(reason: unknown): string {
  if (!(reason instanceof Error)) return typeof reason
  const { code } = reason as { readonly code?: unknown }
  return typeof code === 'string' ? `${reason.name} ${code}` : reason.name
}
