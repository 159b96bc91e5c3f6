import { newFailures, type Outcome, perSecond } from './outcome.ts'
import { timelineOf } from './timeline.ts'

/** What the caller knows beside the outcome. */
export interface RunFacts {
  readonly version: string
  readonly durationMs: number
  /** Where each failure's case was written, by id. */
  readonly caseFiles: ReadonlyMap<string, string>
}

export const runSchema = 'billstorm.run/1'

/** The outcome as one plain object, for machines. */
export function runJson(outcome: Outcome, { version, durationMs, caseFiles }: RunFacts): Readonly<Record<string, unknown>> {
  const known = outcome.failures.filter(({ isKnown }) => isKnown)
  return {
    schema: runSchema,
    version,
    verdict: outcome.verdict,
    system: outcome.system.name,
    level: outcome.system.level,
    clock: outcome.system.clock,
    scenarios: outcome.scenarios,
    seeds: outcome.seeds,
    runs: outcome.runs,
    events: outcome.events,
    deliveries: { ...outcome.deliveries, perSecond: perSecond(outcome) ?? null },
    faults: Object.fromEntries([...outcome.faults].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    faultsOff: outcome.faultsOff,
    checked: [...outcome.applied.keys()].toSorted(),
    notChecked: outcome.notChecked,
    notApplicable: outcome.notApplicable,
    coverage: {
      applied: Object.fromEntries([...outcome.applied].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      vacuous: outcome.unmet.invariants,
      places: Object.fromEntries(outcome.places),
      metamorphic: outcome.metamorphic,
      neverStruck: outcome.unmet.faults,
    },
    kpis: { failures: newFailures(outcome).length, unshown: outcome.unshown, undecided: outcome.undecided.length },
    known: known.map(({ id, times }) => ({ id, times })),
    fixed: [],
    failures: outcome.failures.map((found) => ({
      id: found.id,
      invariant: found.violation.code,
      name: found.violation.name,
      clause: found.violation.witness.clause,
      message: found.violation.witness.says,
      signature: found.signature,
      seed: found.seed,
      scenario: found.scenario,
      token: found.token,
      caseFile: caseFiles.get(found.id),
      elements: found.elements,
      shrunkFrom: found.shrunkFrom,
      executions: found.executions,
      verified: found.verified,
      times: found.times,
      known: found.isKnown,
      timeline: timelineOf(found, 40),
      repeats: found.repeats,
    })),
    undecided: outcome.undecided,
    digest: outcome.digest,
    durationMs,
  }
}
