import { type Duration, defaultPolicy, type Instant, type Policy, seconds } from '#machines'
import { runSync, type Scene, standardInvariants, type System, type TraceRecord, type Value } from '#simulator'
import { subscribes } from '../struck.fixture.ts'
import { twinUnder } from '../twin.fixture.ts'
import { reference } from './index.ts'

/** What there is to see when Ada has signed up while these choices struck. */
export interface Seen extends Pick<Scene, 'truth' | 'view'> {
  readonly record: ReadonlyMap<string, Value>
  readonly broken: readonly string[]
  readonly trace: readonly TraceRecord[]
}

export function seen(
  starts: Instant,
  lasts: Duration,
  choices: Readonly<Record<string, string | true>>,
  policy: Policy = defaultPolicy,
  system: System = reference(),
): Seen {
  const invariants = standardInvariants(system.capabilities)
  let end: Scene | undefined
  const eye = { ...invariants[0]!, when: 'end' as const, needs: [], applies: (scene: Scene) => ((end = scene), 0), violations: () => [] }
  const { violations, record, trace } = runSync({
    system,
    workload: {
      scenario: 'signup',
      starts,
      lasts,
      policy,
      story: [{ id: 'subscribe', who: 'ada', at: seconds(0), command: subscribes('basic') }],
    },
    source: { kind: 'record', record: new Map(Object.entries(choices)) },
    invariants: [...invariants, eye],
    makeTwin: () => twinUnder(policy),
    keepTrace: true,
  })
  return { truth: end!.truth, view: end!.view, record, trace, broken: violations.map(({ witness }) => witness.says) }
}
