import { days, defaultPolicy, utc } from '#machines'
import type { Scenario } from '#scenarios'
import { type Candidate, choiceKind, Choices, named, type RunResult, type Source, type System, type Violation } from '#simulator'
import type { Arena } from './arena.ts'
import { drawingOf, type Ground } from './task.ts'

/** A drawn scenario of one customer, and a story. */
export const toyScenarios: readonly Scenario[] = [
  {
    kind: 'drawn',
    name: 'drawn',
    about: 'toy',
    workloadFor: (seed) => ({
      scenario: 'drawn',
      starts: utc('2024-01-31'),
      lasts: days(30),
      policy: defaultPolicy,
      story: [
        { id: 'subscribe', who: 'ada', at: days(0), command: { do: 'subscribe', plan: 'pro', quantity: (seed % 3) + 1, method: 'card' } },
        { id: 'cancel', who: 'ada', at: days(seed % 20), command: { do: 'cancel', when: 'now' } },
      ],
    }),
  },
  {
    kind: 'story',
    name: 'tales/story',
    about: 'toy',
    workload: { scenario: 'tales/story', starts: utc('2024-01-31'), lasts: days(30), policy: defaultPolicy, story: [] },
  },
]

const kind = choiceKind('redeliver late')

/** What the toy system gets wrong: the classes of failures it shows for a record. */
export type Wrong = (record: ReadonlyMap<string, unknown>) => readonly { readonly code: string; readonly clause: string }[]

/** Breaks when its first event comes twice. */
export const wrongWhenTwice: Wrong = (record) =>
  record.has('ada/event 1/delivery 1/redeliver late') ? [{ code: 'BS001', clause: 'twice' }] : []

/** An arena whose runs are one function over the choices of twelve events. */
export function toyArena(wrong: Wrong, scenarios: readonly Scenario[] = toyScenarios, isFlaky = false): Arena {
  const ground: Ground = { scenarios, kinds: [kind] }
  const play = (workload: Candidate['workload'], source: Source): RunResult => {
    const choices = new Choices(source)
    for (let event = 1; event <= 12; event++) choices.among(named('ada').of(`event ${event}`).of('delivery 1'), kind, ['1 s', '12 s'])
    const isBlind = isFlaky && source.kind === 'record'
    const violations = isBlind
      ? []
      : wrong(choices.record).map(({ code, clause }): Violation => ({
          code,
          name: 'toy',
          at: workload.starts,
          step: 1,
          witness: { clause, who: 'ada', subjects: [{ kind: 'invoice', id: 'in_ada_1' }], says: 'ada paid once, invoiced twice' },
        }))
    return {
      verdict: violations.length > 0 ? 'broken' : 'held',
      why: undefined,
      violations,
      record: choices.record,
      steps: 2,
      events: 3,
      deliveries: choices.record.size,
      applied: new Map([
        ['BS001', 1],
        ['BS009', 0],
      ]),
      notChecked: ['BS012'],
      checkpoints: [],
      endedAt: workload.starts,
      digest: {
        semantic: choices.record.size.toString(16).padStart(16, '0'),
        choices: choices.digest.map((word) => word.toString(16).padStart(8, '0')).join(''),
      },
      trace: [
        {
          step: 1,
          at: workload.starts,
          kind: 'command',
          activity: 'ada/subscribe',
          subject: 'subscribe',
          cause: 0,
          who: 'ada',
          payload: 0,
          drawn: 0,
          says: 'ada: subscribe',
        },
      ],
    }
  }
  const system = {
    name: 'toy',
    version: '1',
    capabilities: { level: 'native', authority: 'ours', endpointVersion: '2026-10-28.endive' },
    close: () => undefined,
  } as unknown as System
  return {
    system,
    ground,
    invariants: [],
    faults: ['redeliver late'],
    notApplicable: [],
    isNarrowed: false,
    faultsOff: [{ name: 'crash', because: 'not asked for' }],
    draw: (task) => drawingOf(task, ground),
    run: ({ workload, source }) => play(workload, source),
    replay: ({ workload, record }) => play(workload, { kind: 'record', record }),
    close: () => undefined,
    isSync: true,
    boot: async () => undefined,
  }
}
