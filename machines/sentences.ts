import { charts } from './parts.ts'

/** One sentence of a chart as it was authored: what an event does in a state, if its guard says so. */
export interface Sentence {
  readonly chart: keyof typeof charts
  readonly from: string
  readonly event: string
  /** Which of the sentences for that state and event it is, from 0; the first whose guard says yes counts. */
  readonly place: number
  readonly guard: string | undefined
  /** Undefined: the state stays. */
  readonly to: string | undefined
  /** What it changes and asks for, by name. */
  readonly actions: readonly string[]
  /** The state's deadline fires this event. */
  readonly isDeadline: boolean
}

interface RawTransition {
  readonly guard?: string
  readonly target?: string
  readonly actions?: string | readonly string[]
}

interface RawState {
  readonly on?: Readonly<Record<string, string | RawTransition | readonly RawTransition[]>>
  readonly meta?: { readonly deadline?: string }
}

/** Every sentence of every chart, in their order. */
export function sentences(): readonly Sentence[] {
  return (Object.keys(charts) as (keyof typeof charts)[]).flatMap((chart) => {
    // `compile` has held each chart to this shape.
    const { states } = charts[chart].machine.config as unknown as { readonly states: Readonly<Record<string, RawState>> }
    return Object.entries(states).flatMap(([from, { on, meta }]) =>
      Object.entries(on ?? {}).flatMap(([event, says]) =>
        [says].flat().map((each, place): Sentence => {
          const { guard, target, actions } = typeof each === 'string' ? ({ target: each } as RawTransition) : each
          const isDeadline = meta?.deadline === event
          return { chart, from, event, place, guard, to: target, actions: actions === undefined ? [] : [actions].flat(), isDeadline }
        }),
      ),
    )
  })
}
