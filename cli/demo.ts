import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { styleText } from 'node:util'
import { grouped } from '#machines'
import { type Found, firstScreen, type Outcome, runJson, summary } from '#reports'
import type { Scenario } from '#scenarios'
import type { SystemEntry } from '#simulator'
import { alone, type Arena, type Crew, openArena, scenariosNamed, storm, stormOver, systemNamed, version } from '#storm'
import { writeCase } from './cases.ts'
import { crewFor } from './crews.ts'
import { type Exit, exits } from './exit.ts'
import { defaultOut } from './folders.ts'
import { type Io, jsonTo, program } from './io.ts'
import { Misuse } from './misuse.ts'

/** A short story, so that thousands of runs of real code fit into seconds; whoever doubts it runs the same with `run`. */
const story = 'renewals/card-expires-before-renewal'
/** The package that is stormed when it is there. */
const realPackage = 'better-auth'

export interface DemoFlags {
  readonly json?: boolean | undefined
}

/** How much the demonstration runs. */
export interface DemoSize {
  /** Seeds over which the mended handler must hold. */
  readonly seeds: number
  /** Seeds after which the search for a failure is given up. */
  readonly patience: number
}

const usual: DemoSize = { seeds: 5_000, patience: 500 }

/** A line that differs between two files of equal length. */
export interface ChangedLine {
  readonly line: number
  readonly before: string
  readonly after: string
}

/** What a storm came to, and how long it took. */
interface Act {
  readonly outcome: Outcome
  readonly tookMs: number
  readonly caseFiles: ReadonlyMap<string, string>
}

/**
 * Red first: a naive handler breaks; with one line changed it holds; a package written by others is stormed if it is there.
 * Everything shown was run just now. @returns our own bug when the first does not break or the second does not hold
 */
export async function demo(flags: DemoFlags, io: Io, size: DemoSize = usual): Promise<Exit> {
  const say = flags.json === true ? (): void => undefined : (...lines: readonly string[]): void => io.out(`${lines.join('\n')}\n`)
  const began = io.now()

  say(titled(io, '1  A webhook handler books each paid invoice, unless it is booked already. It is stormed until it breaks.'), '')
  const naive = await timed(io, () => untilItBreaks(systemNamed('naive'), scenariosNamed([story]), size.patience, alone))
  say(...told(naive, io))

  const changed = changedLines(sourceOf('naive'), sourceOf('fixed'))
  say(
    titled(io, `2  ${changed.length === 1 ? 'One line' : `${changed.length} lines`} changed, and it is stormed again.`),
    '',
    ...changeText(changed, io),
  )
  const hands = Math.min(2, availableParallelism())
  const fixed = await timed(io, () =>
    storm({
      system: systemNamed('fixed'),
      scenarios: scenariosNamed([story]),
      seeds: { first: 1, count: size.seeds },
      // Our own example ends by itself: with one core a watch would only cost.
      crew: hands === 1 ? alone : crewFor(hands),
    }),
  )
  say(...told(fixed, io))

  const entry = systemNamed(realPackage)
  say(titled(io, `3  A package that others wrote, ${realPackage}, on every story.`), '')
  const real = entry.installed()
    ? await timed(io, () => untilItBreaks(entry, scenariosNamed([]), size.patience, crewFor(undefined)))
    : undefined
  say(
    ...(real === undefined ? [`   It is not installed. ${program} systems install ${realPackage}, then this again.`, ''] : told(real, io)),
  )

  const asTold = naive.outcome.verdict === 'broken' && fixed.outcome.verdict === 'held'
  const durationMs = Math.round(io.now() - began)
  if (flags.json === true)
    jsonTo(io, {
      schema: 'billstorm.demo/1',
      version,
      asTold,
      naive: actJson(naive),
      changed,
      fixed: actJson(fixed),
      [realPackage]: real === undefined ? null : actJson(real),
      durationMs,
    })
  if (asTold) say(`All of this was run just now, in ${inSeconds(durationMs)}. What else there is: ${program} --help`)
  else
    io.err(
      `billstorm: this is a bug of billstorm itself, please report it: naive must break and fixed must hold, and they are ${naive.outcome.verdict} and ${fixed.outcome.verdict}\n`,
    )
  return asTold ? exits.held : exits.ourBug
}

/** Storms seed by seed up to the first that breaks something, then tells that failure as any storm over those seeds would. */
async function untilItBreaks(
  entry: SystemEntry,
  scenarios: readonly Scenario[],
  patience: number,
  crewOf: (arena: Arena) => Crew,
): Promise<Outcome> {
  const arena = await openArena(entry, scenarios)
  const crew = crewOf(arena)
  try {
    let count = 1
    while (count < patience && (await crew.runTask({ seed: count, scenario: undefined })).verdict !== 'broken') count++
    return await stormOver(arena, crew, { seeds: { first: 1, count }, maxFailures: 1 })
  } finally {
    await crew.close()
  }
}

async function timed(io: Io, go: () => Promise<Outcome>): Promise<Act> {
  const began = io.now()
  const outcome = await go()
  const tookMs = io.now() - began
  return { outcome, tookMs, caseFiles: kept(outcome.failures, io) }
}

/** Writes the cases, so that what is shown can be replayed. A folder that takes none is no reason to show nothing. */
function kept(failures: readonly Found[], io: Io): ReadonlyMap<string, string> {
  try {
    return new Map(failures.map(({ id, file }) => [id, writeCase(file, resolve(io.cwd, defaultOut))]))
  } catch (error) {
    if (!(error instanceof Misuse)) throw error
    return new Map()
  }
}

/** The first failure on one screen, or the verdict; and the time. */
function told({ outcome, tookMs, caseFiles }: Act, io: Io): readonly string[] {
  const [found] = outcome.failures
  if (found === undefined) {
    const [head = '', ...rest] = summary(outcome)
    return [marked(io, outcome.verdict === 'held' ? 'green' : 'yellow', head), ...rest, `          in ${inSeconds(tookMs)}`, '']
  }
  const [head = '', ...rest] = firstScreen(found, { outcome, program })
  const unkept = caseFiles.has(found.id) ? [] : [` not kept   ${defaultOut} cannot be written here, so replay will not find it`]
  const from = `found after ${grouped(outcome.runs)} runs, shrunk and replayed in ${inSeconds(tookMs)}`
  return [marked(io, 'red', head), ...rest, ...unkept, ` ${from}`, '']
}

const actJson = ({ outcome, tookMs, caseFiles }: Act): unknown => runJson(outcome, { version, durationMs: Math.round(tookMs), caseFiles })

const titled = (io: Io, text: string): string => (io.isTerminal ? styleText('bold', text) : text)
const marked = (io: Io, colour: 'red' | 'green' | 'yellow', text: string): string =>
  io.isTerminal ? styleText(['bold', colour], text) : text
const inSeconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

/** As it runs: source in the repository, compiled in the package. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

const sourceOf = (name: string): string => readFileSync(new URL(`../examples/first-storm/${name}${extension}`, import.meta.url), 'utf8')

function changeText(changed: readonly ChangedLine[], io: Io): readonly string[] {
  const coloured = (colour: 'red' | 'green', text: string): string => (io.isTerminal ? styleText(colour, text) : text)
  return [
    `   examples/first-storm/naive${extension} → fixed${extension}`,
    ...changed.flatMap(({ line, before, after }) => [coloured('red', ` - ${line}  ${before}`), coloured('green', ` + ${line}  ${after}`)]),
    '',
  ]
}

/** @throws RangeError when the texts are not equally long: our examples are */
export function changedLines(before: string, after: string): readonly ChangedLine[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  if (old.length !== fresh.length) throw new RangeError(`${old.length} lines cannot be held against ${fresh.length}`)
  return old.flatMap((line, index) => (line === fresh[index] ? [] : [{ line: index + 1, before: line, after: fresh[index]! }]))
}
