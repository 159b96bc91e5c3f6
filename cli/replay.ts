import { resolve } from 'node:path'
import { firstScreen, type Found, invoicesIn, invoiceTraceText, type Outcome, shownSystem } from '#reports'
import {
  type Case,
  caseOf,
  elementsOf,
  failureId,
  isFailureId,
  type RunResult,
  type Candidate,
  signatureOf,
  type SystemEntry,
  type TraceRecord,
} from '#simulator'
import {
  type Arena,
  type Crew,
  hashOf,
  LostRun,
  maxCaseBytes,
  Misbehaved,
  openArena,
  parseCase,
  parseToken,
  replayCase,
  replayToken,
  scenariosNamed,
  systemNamed,
  tokenText,
  type Token,
  UnknownName,
} from '#storm'
import { isoInstant } from '#machines'
import { caseNamed, readCase } from './cases.ts'
import { crewFor } from './crews.ts'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo, program } from './io.ts'
import { Misuse, unknownName } from './misuse.ts'
import { countFrom } from './count-from.ts'
import { installed, systemFor } from './system-for.ts'

export interface ReplayFlags {
  readonly system?: string | undefined
  readonly out: string
  readonly until?: string | undefined
  readonly trace?: boolean | undefined
  /** The life of one invoice, by its id. */
  readonly invoice?: string | undefined
  readonly json?: boolean | undefined
}

/** Runs one case or one seed again, exactly, and says how it compares. */
export async function replay(what: string, flags: ReplayFlags, io: Io): Promise<Exit> {
  const token = parseToken(what) ?? (await writtenToken(what, flags, io))
  const file = token === undefined ? await caseFrom(what, flags, io) : undefined
  const entry =
    flags.system !== undefined
      ? systemFor(flags.system, io.cwd)
      : token !== undefined
        ? installed(systemNamed(token.system))
        : foundIn(file!)
  const arena = await openArena(entry, token === undefined ? scenariosNamed([]) : scenariosNamed([token.scenario]))
  const crew = crewFor(undefined, undefined, io.err)(arena)
  try {
    const exit = token === undefined ? await again(arena, crew, file!, flags, io) : await seedAgain(arena, crew, token, flags, io)
    await crew.close()
    return exit
  } catch (error) {
    await crew.close().catch(() => undefined)
    if (!(error instanceof LostRun || error instanceof Misbehaved)) throw error
    if (flags.json === true) jsonTo(io, { outcome: 'undecided', verdict: 'undecided', id: file?.broke.id, why: error.message })
    else io.out(`UNDECIDED ${file?.broke.id ?? what}: ${error.message}\n`)
    return exits.undecided
  }
}

/**
 * The token of a scenario by its name, `refunds/refund-then-leave`, or of one of its seeds, `cards:11`: a story is run as it is
 * written when no seed is given.
 */
async function writtenToken(what: string, flags: ReplayFlags, io: Io): Promise<Token | undefined> {
  const [, name = '', seed] = /^([a-z0-9 /-]{1,100})(?::(\d{1,9}))?$/.exec(what) ?? []
  const scenario = scenariosNamed([]).find((each) => each.name === name)
  if (scenario === undefined) return undefined
  const entry = systemFor(flags.system ?? 'reference', io.cwd)
  const token = { scenario: name, hash: '', seed: Number(seed ?? (scenario.kind === 'story' ? 0 : 1)), system: entry.name }
  const arena = await openArena(entry, [scenario])
  const { workload } = arena.draw(token)
  await arena.close()
  return { ...token, hash: hashOf(workload, arena.faults, arena.system.version) }
}

/** The system a case was found in. It is a name and nothing else, wherever the case comes from. @throws Misuse when it is none of ours */
function foundIn(file: Case): SystemEntry {
  const name = file.made.system.split(' ', 1)[0] ?? ''
  try {
    return installed(systemNamed(name))
  } catch (error) {
    if (!(error instanceof UnknownName)) throw error
    throw new Misuse(
      `${file.broke.id} was found in ${JSON.stringify(name)}, which is not here; say on what to replay it: --system NAME, or --system ./FILE for a system of yours`,
    )
  }
}

async function caseFrom(what: string, flags: ReplayFlags, io: Io): Promise<Case> {
  if (/^[^./][^@]*@.*:/.test(what))
    throw new Misuse(
      `${JSON.stringify(what.slice(0, 200))} is no token; one looks like cards@3f9c2e1a:1204:reference, with a seed below 1000000000: copy it whole, or replay the case file`,
    )
  if (what === '-') return parseCase(await io.stdin(maxCaseBytes), 'standard input')
  return isFailureId(what) ? caseNamed(what, io.cwd, flags.out) : readCase(resolve(io.cwd, what))
}

async function again(arena: Arena, crew: Crew, file: Case, flags: ReplayFlags, io: Io): Promise<Exit> {
  const { match, candidate, result } = await replayCase(crew, file)
  const { id } = file.broke
  const isSame = result.digest.semantic === file.digest.semantic && result.digest.choices === file.digest.choices
  if (flags.json === true) {
    jsonTo(io, {
      outcome: match.outcome,
      verdict: result.verdict,
      id,
      digest: result.digest,
      elements: elementsOf(candidate).length,
      ...(match.outcome === 'stale' ? { missing: match.missing } : {}),
    })
    return exitOf(match.outcome)
  }
  if (flags.trace === true || flags.until !== undefined) io.out(traceText(result.trace, flags))
  if (flags.invoice !== undefined) io.out(invoiceText(result.trace, flags.invoice))
  switch (match.outcome) {
    case 'reproduced':
      io.out(`${screen(arena, { file, result, candidate, token: '', seed: 0, scenario: candidate.workload.scenario })}\n`)
      io.out(`REPRODUCED ${id}${isSame ? ', step for step as it was found' : '; the same failure by other steps than when it was found'}\n`)
      break
    case 'other failure':
      io.out(
        `OTHER FAILURE ${match.violation.code} ${match.violation.name}: ${match.violation.witness.says}\n   the case was ${id}, ${file.broke.invariant}: ${file.broke.witness}\n`,
      )
      break
    case 'passes':
      io.out(`FIXED ${id}: it holds, and every one of its ${elementsOf(candidate).length} elements came up\n`)
      break
    case 'stale':
      io.out(
        `STALE ${id}: it holds, but that proves nothing, since these never came up:\n${match.missing.map((each) => `   ${each}\n`).join('')}   run \`${program} run\` to look for it afresh\n`,
      )
      break
    case 'undecided':
      io.out(`UNDECIDED ${id}: ${match.why}\n`)
      break
    default:
      match satisfies never
  }
  return exitOf(match.outcome)
}

const exitOf = (outcome: 'reproduced' | 'other failure' | 'passes' | 'stale' | 'undecided'): Exit =>
  outcome === 'passes' ? exits.held : outcome === 'reproduced' || outcome === 'other failure' ? exits.broken : exits.undecided

async function seedAgain(arena: Arena, crew: Crew, token: Token, flags: ReplayFlags, io: Io): Promise<Exit> {
  const { candidate, result } = await replayToken(arena, crew, token)
  const [violation] = result.violations
  const elements = elementsOf(candidate).length
  const exit = exits[result.verdict]
  if (flags.json === true) {
    const id = violation === undefined ? undefined : failureId(candidate, violation)
    jsonTo(io, {
      outcome: violation === undefined ? (result.verdict === 'held' ? 'passes' : 'undecided') : 'reproduced',
      verdict: result.verdict,
      id,
      digest: result.digest,
      elements,
    })
    return exit
  }
  if (flags.trace === true || flags.until !== undefined) io.out(traceText(result.trace, flags))
  if (flags.invoice !== undefined) io.out(invoiceText(result.trace, flags.invoice))
  io.out(
    `${result.verdict.toUpperCase()} ${tokenText(token)}, ${elements} elements${violation === undefined ? '' : `: ${violation.code} ${violation.name}: ${violation.witness.says}`}${result.why === undefined ? '' : `: ${result.why}`}\n`,
  )
  return exit
}

/** The first screen of what a replay showed. */
function screen(
  arena: Arena,
  seen: { file: Case; result: RunResult; candidate: Candidate; token: string; seed: number; scenario: string },
): string {
  const { file, result, candidate } = seen
  const violation =
    result.violations.find(({ code, witness }) => code === file.broke.invariant && witness.clause === file.broke.clause) ??
    result.violations[0]!
  const elements = elementsOf(candidate).length
  const found: Found = {
    id: file.broke.id,
    violation,
    signature: signatureOf(candidate),
    seed: seen.seed,
    scenario: seen.scenario,
    token: seen.token,
    file: {
      ...caseOf(candidate, violation, result.digest, file.verified, {
        made: file.made,
        provider: file.world.provider,
        apiVersion: file.world.apiVersion,
      }),
    },
    elements,
    shrunkFrom: elements,
    executions: 1,
    verified: file.verified,
    repeats: { same: 1, of: 1 },
    times: 1,
    isKnown: true,
    trace: result.trace,
  }
  const { system } = arena
  const outcome: Outcome = {
    verdict: 'broken',
    system: shownSystem(system),
    scenarios: [seen.scenario],
    seeds: { first: 1, count: 1, shard: undefined },
    runs: 1,
    events: result.events,
    deliveries: { total: result.deliveries, median: result.deliveries },
    tookMs: undefined,
    faults: new Map(),
    faultsOff: arena.faultsOff,
    applied: result.applied,
    notChecked: result.notChecked,
    notApplicable: arena.notApplicable,
    places: new Map(),
    unmet: { faults: [], invariants: [], places: [] },
    metamorphic: { compared: 0, skipped: 0 },
    failures: [found],
    unshown: 0,
    undecided: [],
    digest: result.digest.semantic,
  }
  return firstScreen(found, { outcome, program }).slice(0, -1).join('\n')
}

/** @throws Misuse when the run has no such invoice */
function invoiceText(trace: readonly TraceRecord[], id: string): string {
  const known = invoicesIn(trace)
  if (!known.includes(id)) unknownName('invoice', id, known.length === 0 ? ['none in this run'] : known)
  return `${invoiceTraceText(trace, id).join('\n')}\n\n`
}

/** Every record, one a line, up to a step. */
function traceText(trace: readonly TraceRecord[], { until }: ReplayFlags): string {
  const last = until === undefined ? Infinity : countFrom('--until', until)
  return trace
    .filter(({ step }) => step <= last)
    .map(
      ({ step, at, kind, activity, subject, says, cause }) =>
        `${String(step).padStart(5)}  ${isoInstant(at).padEnd(24)} ${kind.padEnd(15)} ${says ?? subject}${activity === '' ? '' : `  [${activity}]`}${cause === 0 ? '' : `  ← ${cause}`}\n`,
    )
    .join('')
}
