import { type Command, type Duration, days, defaultPolicy as policy, type Instant } from '#machines'
import { runSync, type RunResult, standardInvariants, type System } from '#simulator'
import { twinUnder } from './twin.fixture.ts'

/** What one customer asks, and when. */
export type Asked = readonly (readonly [at: Duration, id: string, command: Command])[]

export const subscribes = (plan: string): Command => ({ do: 'subscribe', plan, quantity: 1, method: 'card' })

/** Runs a native system through one customer's story, struck by exactly these choices. */
export function struck(
  system: System,
  starts: Instant,
  asked: Asked,
  choices: Readonly<Record<string, string | true>>,
): Pick<RunResult, 'record'> & { readonly broken: readonly string[] } {
  const { record, violations, verdict, why } = runSync({
    system,
    workload: {
      scenario: 'struck',
      starts,
      lasts: days(60),
      policy,
      story: asked.map(([at, id, command]) => ({ id, who: 'ada', at, command })),
    },
    source: { kind: 'record', record: new Map(Object.entries(choices)) },
    invariants: standardInvariants(system.capabilities),
    makeTwin: () => twinUnder(policy),
  })
  if (verdict === 'undecided') throw new Error(why)
  return { record, broken: violations.map(({ code, witness }) => `${code} ${witness.clause}`) }
}
