import { guarded, type Guarded, Misbehaved, NoSystem, thrownInWords } from '#adapters'
import { type Need, type Scenario, scenarios as allScenarios } from '#scenarios'
import {
  type Candidate,
  type Capabilities,
  type ChoiceKind,
  commonOf,
  faults,
  type Invariant,
  lacks,
  notApplicable,
  outcomeChoice,
  type RunPlan,
  type RunResult,
  runAsync,
  runSync,
  type System,
  type SystemEntry,
  type SystemKind,
} from '#simulator'
import { inItsTime } from './far-future.ts'
import { type Comparison, compared, onlyTransparent } from './metamorphic.ts'
import { type Drawing, drawingOf, type Ground, type Task } from './task.ts'
import { watched } from './tripwire.ts'
import { invariantsFor, twinFor } from './world.ts'

/** A system that is up, and the ground on which it is stormed. */
export interface Arena {
  readonly system: System
  readonly ground: Ground
  readonly invariants: readonly Invariant[]
  /** Names of the faults that are on, in order. */
  readonly faults: readonly string[]
  readonly faultsOff: readonly { readonly name: string; readonly because: string }[]
  /** Invariants that a system of this kind cannot be held to, and why. */
  readonly notApplicable: readonly { readonly code: string; readonly because: string }[]
  /** Somebody left out drawn scenarios, or faults that could strike. */
  readonly isNarrowed: boolean
  /** Where a stranger's system stands, which runs in threads only. */
  readonly module?: string | undefined
  /** Do runs end at once, without a promise? */
  readonly isSync: boolean
  /** Brings the system up, once; runs do it by themselves. @throws Misbehaved when it cannot */
  boot(): Promise<void>
  draw(task: Task): Drawing
  run(drawing: Drawing): RunResult | Promise<RunResult>
  replay(candidate: Candidate, keepTrace?: boolean): RunResult | Promise<RunResult>
  /** With faults that may not matter and without them; systems of ours only. */
  readonly compare?: ((drawing: Pick<Drawing, 'workload' | 'source'>) => Comparison) | undefined
  close(): void | Promise<void>
}

/** A name that is not one of those there are. Whoever asked made the mistake. */
export class UnknownName extends RangeError {
  readonly what: string
  readonly given: string
  readonly known: readonly string[]
  constructor(what: string, given: string, known: readonly string[]) {
    super(`no ${what} ${JSON.stringify(given)}; there are ${known.join(', ')}`)
    this.name = 'UnknownName'
    this.what = what
    this.given = given
    this.known = known
  }
}

/** Without those that mean nothing to the system; if that leaves none, all that were asked for. */
function fitting(scenarios: readonly Scenario[], capabilities: Capabilities): readonly Scenario[] {
  const fit = scenarios.filter(({ needs }) => needs === undefined || meets(needs, capabilities))
  return fit.length === 0 ? scenarios : fit
}

function meets(need: Need, { checkout, keeps, commands }: Capabilities): boolean {
  if (need === 'checkout') return checkout === true
  return need === 'own books' ? keeps === 'ledger' : need.every((each) => commands.includes(each))
}

/** One thing that may deviate. */
interface Deviation {
  readonly name: string
  readonly kind: ChoiceKind
  readonly lacks: (capabilities: Capabilities) => readonly string[]
}

/** The faults, and the outcomes of payments, which the twin draws by itself. */
const deviations: readonly Deviation[] = [
  ...faults.map((fault) => ({ name: fault.name, kind: fault.kind, lacks: (capabilities: Capabilities) => lacks(fault, capabilities) })),
  ...(faults.some(({ kind }) => kind === outcomeChoice) ? [] : [{ name: 'outcome', kind: outcomeChoice, lacks: () => [] }]),
]

/** Everything that may deviate, by name. */
export const faultNames: readonly string[] = deviations.map(({ name }) => name)

/**
 * Creates a system and makes it ready to be stormed; it boots before its first run.
 * @param chosen names of the faults that may strike; undefined: all the system can be struck by
 * @throws UnknownName when there is no such fault
 */
export async function openArena(entry: SystemEntry, scenarios: readonly Scenario[], chosen?: readonly string[]): Promise<Arena> {
  for (const name of chosen ?? []) if (!faultNames.includes(name)) throw new UnknownName('fault', name, faultNames)
  const { system, blames } = await created(entry)
  const { capabilities } = system
  const isAsked = (name: string): boolean => chosen === undefined || chosen.includes(name)
  const on = deviations.filter((each) => isAsked(each.name) && each.lacks(capabilities).length === 0)
  const ground: Ground = { scenarios: fitting(scenarios, capabilities), kinds: on.map(({ kind }) => kind) }
  const standard = invariantsFor(capabilities)
  const invariants = entry.judges?.(standard) ?? standard
  const common = commonOf(system, invariants)
  const isSync = capabilities.level === 'native' && system.boot === undefined && areOurs.has(entry.kind)
  // Where others make the runs the system never comes up here: its boot may change the whole thread.
  let up: Promise<void> | undefined
  const boot = (): Promise<void> => (up ??= Promise.resolve().then(() => system.boot?.()))
  const go = (plan: RunPlan): RunResult | Promise<RunResult> => (isSync ? runWatched(plan) : boot().then(() => runAsync(plan)))
  return {
    system,
    ground,
    invariants,
    faults: on.map(({ name }) => name),
    faultsOff: deviations
      .filter((each) => !on.includes(each))
      .map((each) => ({
        name: each.name,
        because: isAsked(each.name) ? `the system lacks ${each.lacks(capabilities).join(', ')}` : 'not asked for',
      })),
    notApplicable: notApplicable(capabilities),
    isNarrowed:
      fitting(allScenarios, capabilities).some((each) => each.kind === 'drawn' && !scenarios.includes(each)) ||
      deviations.some((each) => !isAsked(each.name) && each.lacks(capabilities).length === 0),
    draw(task) {
      const drawing = drawingOf(task, ground)
      return { ...drawing, workload: inItsTime(drawing.workload, capabilities) }
    },
    run: ({ workload, source }) =>
      go({ system, blames, workload, source, invariants, common, makeTwin: twinFor(workload, entry.twinParts) }),
    replay({ workload: given, record }, keepTrace = false) {
      const workload = inItsTime(given, capabilities)
      const makeTwin = twinFor(workload, entry.twinParts)
      return go({ system, blames, workload, source: { kind: 'record', record }, invariants, common, makeTwin, keepTrace })
    },
    compare: isSync
      ? ({ workload, source }) =>
          compared(
            { system, blames, workload, source: onlyTransparent(source), invariants, common, makeTwin: twinFor(workload, entry.twinParts) },
            runWatched,
          )
      : undefined,
    close: () => system.close(),
    module: entry.module,
    isSync,
    boot,
  }
}

/** Systems that came with us: what they give is held by types and tests. */
const areOurs: ReadonlySet<SystemKind> = new Set(['reference', 'mirror', 'mutant'])

/** @throws Misbehaved when it cannot be made */
async function created(entry: SystemEntry): Promise<Guarded> {
  try {
    return guarded(await entry.create(), areOurs.has(entry.kind) ? 'ours' : 'others')
  } catch (thrown) {
    if (thrown instanceof Misbehaved || thrown instanceof NoSystem) throw thrown
    throw new Misbehaved(`${entry.name}, in create: threw ${thrownInWords(thrown)}`)
  }
}

/** A run in which the system touched the host may be another one next time: it proves nothing, whatever it came to. */
function runWatched(plan: RunPlan): RunResult {
  const { result, touched } = watched(() => runSync(plan))
  if (result === undefined) return nothingCame(plan, touched?.message ?? 'the run ended without a result')
  return touched === undefined ? result : { ...result, verdict: 'undecided', why: touched.message }
}

const nothingCame = ({ workload }: RunPlan, why: string): RunResult => ({
  verdict: 'undecided',
  why,
  violations: [],
  record: new Map(),
  steps: 0,
  events: 0,
  deliveries: 0,
  applied: new Map(),
  notChecked: [],
  digest: { semantic: '0'.repeat(16), choices: '0'.repeat(16) },
  checkpoints: [],
  endedAt: workload.starts,
  trace: [],
})
