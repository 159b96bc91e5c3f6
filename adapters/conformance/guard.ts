import { AliasedChoice, type Activity, type Answer, type Capabilities, type Input, type Pause, type System } from '#simulator'
import { inWords, Misbehaved, thrownInWords } from './misbehaved.ts'
import { activityFault, type Fault, nameOf, outstandingFault, pauseFault, viewFault } from './port-shape.ts'

/** A system behind a guard, and whose doing it is when a run throws. */
export interface Guarded {
  readonly system: System
  /** For `RunPlan.blames`. */
  readonly blames: (thrown: unknown) => string | undefined
}

/**
 * Lets nothing through that the port does not allow. What a system throws is told by its name and the place, never as ours;
 * of systems that others wrote, what comes back is looked at as well.
 * @param whose `ours` are trusted to give what their types say: looking would cost the hot loop, and types hold them
 */
export function guarded(system: System, whose: 'ours' | 'others'): Guarded {
  const { name, version } = system
  const misbehaved = (place: string, what: string): Misbehaved => new Misbehaved(`${name}, in ${place}: ${what}`)
  const threw = (place: string, thrown: unknown): Misbehaved =>
    thrown instanceof Misbehaved ? thrown : misbehaved(place, `threw ${thrownInWords(thrown)}`)

  /** Does it, and looks at what came back, at once or later. */
  const attempt = <Out>(place: string, go: () => Out, fault?: (out: Awaited<Out>) => Fault): Out => {
    const looked = <Value>(value: Value): Value => {
      const wrong = fault?.(value as Awaited<Out>)
      if (wrong !== undefined) throw misbehaved(place, wrong)
      return value
    }
    let out: Out
    try {
      out = go()
    } catch (thrown) {
      throw threw(place, thrown)
    }
    if (out instanceof Promise)
      return out.then(looked, (thrown: unknown) => {
        throw threw(place, thrown)
      }) as Out
    return fault === undefined ? out : looked(out)
  }

  /** Names of the activities of this run. */
  const names = new Set<string>()
  const { boot, show, sign, crash } = system
  const inner: System = {
    name,
    version,
    capabilities: whose === 'ours' ? system.capabilities : { ...system.capabilities, jobs: system.capabilities.jobs.map(jobWatched) },
    ...(boot === undefined ? {} : { boot: () => attempt('boot', () => boot.call(system)) }),
    enter(world) {
      names.clear()
      attempt('enter', () => system.enter(world))
    },
    reset: () => attempt('reset', () => system.reset()),
    receive: (input) => (whose === 'ours' ? attempt('receive', () => system.receive(input)) : received(input)),
    ...(show === undefined ? {} : { show: (payload) => attempt('show', () => show.call(system, payload)) }),
    ...(sign === undefined ? {} : { sign: (body, at) => attempt('sign', () => sign.call(system, body, at)) }),
    ...(crash === undefined ? {} : { crash: () => attempt('crash', () => crash.call(system)) }),
    settle: () => attempt('settle', () => system.settle(), whose === 'ours' ? undefined : outstandingFault),
    view: () => attempt('view', () => system.view(), whose === 'ours' ? undefined : (view) => viewFault(view, system.capabilities.sights)),
    close: () => attempt('close', () => system.close()),
  }

  function jobWatched(job: Capabilities['jobs'][number]): Capabilities['jobs'][number] {
    const { due } = job
    if (due === undefined) return job
    const place = `jobs ${job.name} due`
    return {
      ...job,
      due: () =>
        attempt(
          place,
          () => due(),
          (at) => (at === undefined || Number.isSafeInteger(at) ? undefined : `${inWords(at)} is no moment`),
        ),
    }
  }

  function received(input: Input): Activity {
    const place = `receive of ${input.name.text}`
    const activity = attempt(
      place,
      () => system.receive(input),
      (given) => activityFault(given, input.name.text),
    )
    if (names.has(input.name.text)) throw new Error(`the kernel named two activities ${input.name.text}`)
    return watched(activity, input)
  }

  /** Looks at each pause; a child of a fork is an activity of its own. */
  function watched(activity: Activity, replyTo: Input | undefined): Activity {
    const place = nameOf(activity)!
    names.add(place)
    const looked = (pause: Pause): Pause => {
      const wrong = pauseFault(pause, replyTo)
      if (wrong !== undefined) throw misbehaved(place, wrong)
      return pause.kind === 'fork' ? { kind: 'fork', children: pause.children.map((child) => born(place, child)) } : pause
    }
    return {
      name: activity.name,
      resume(answer: Answer) {
        const pause = activity.resume(answer)
        return pause instanceof Promise ? pause.then(looked) : looked(pause)
      },
    }
  }

  function born(place: string, child: Activity): Activity {
    const text = nameOf(child)!
    if (names.has(text)) throw misbehaved(place, `a fork names a second activity ${inWords(text)}; give each child its own`)
    return watched(child, undefined)
  }

  return {
    system: inner,
    blames(thrown) {
      if (thrown instanceof Misbehaved) return thrown.message
      // Landmarks are the system's words: two questions of one name below one of its activities are its doing.
      if (!(thrown instanceof AliasedChoice) || whose === 'ours') return undefined
      const { choice } = thrown
      const activity = [...names].find((each) => choice.startsWith(`${each}/`) && choice.slice(each.length + 1).includes('/'))
      return activity === undefined
        ? undefined
        : misbehaved(activity, `the choice ${inWords(choice)} was drawn twice; give each landmark and call its own name`).message
    },
  }
}
