import { fileURLToPath } from 'node:url'
import type { Who } from '#machines'
import type { Profile } from '../../facts/fact-file.ts'
import { headerText, lineText } from '../../facts/line.ts'
import { isBinary, openFacts } from '../../facts/open-facts.ts'
import { type BenchReport, machineFacts } from '../../report.ts'
import type { Tells } from '../../tells.ts'
import { compiled } from '../compiled.ts'
import { digestText } from '../digest.ts'
import { gather } from '../gather.ts'
import type { AccountFacts } from '../grouped.ts'
import { recount } from '../job.ts'
import { pass, stages } from '../pass.ts'
import type { StateLine } from '../state-line.ts'
import { CommandFailed, type CommandOptions, runCommand } from './command.ts'
import { Comparing, type Comparison, type OwnDifference } from './comparing.ts'
import { NoStateLine } from './printed.ts'

/** Whose recompute it is: that of a program of any language, or of a system; strangers' have a module. */
export type Own = { readonly command: string } | { readonly system: string; readonly module?: string | undefined }

export interface OwnOptions {
  readonly path: string
  readonly own: Own
  readonly cwd: string
  readonly limitMs: number
  readonly tells?: Tells | undefined
}

export interface OwnReport {
  readonly machine: BenchReport['machine']
  /** The command, or the system's name. */
  readonly own: string
  readonly file: { readonly path: string; readonly profile: Profile; readonly facts: number; readonly accounts: number }
  readonly digest: string
  /** Milliseconds: ours, warm, from the file to the last line; theirs, from its start to its end. */
  readonly oursMs: number
  readonly theirsMs: number | undefined
  readonly comparison: Comparison | undefined
  /** The first that differ, with their facts. */
  readonly first: readonly (OwnDifference & { readonly account: AccountFacts })[]
  /** Why there is nothing to compare: it printed what is no state, or came to no end that counts. */
  readonly failure: { readonly kind: 'no state' | CommandFailed['kind']; readonly says: string } | undefined
}

const shownDifferences = 10

/**
 * Lets a command, or a system's recompute, go over a file of facts, and holds what it says of each account against what ours comes to.
 * @throws FactFileError or Unfoldable when the file is at fault
 */
export async function benchOwn({ path, own, cwd, limitMs, tells = () => undefined }: OwnOptions): Promise<OwnReport> {
  const { header, grouping } = await gather(path, { part: 0, of: 1 }, (done, of) => tells('facts read', done, of))
  const expected = new Map<Who, StateLine>()
  const { digest, facts, accounts } = recount(grouping.accounts, header, {
    ...compiled,
    stateOf(account, policy, asOf) {
      const line = compiled.stateOf(account, policy, asOf)
      expected.set(account.who, line)
      return line
    },
  })
  const { ms } = await pass(path, compiled, [0], 1, (what, done, of) => tells(`${what}, once more`, done, of))
  const comparing = new Comparing(expected, shownDifferences)
  let theirsMs: number | undefined
  let comparison: Comparison | undefined
  let failure: OwnReport['failure']
  try {
    theirsMs = await runCommand({ ...programOf(own, path), cwd, limitMs, line: (text) => comparing.take(text) })
    comparison = comparing.end()
  } catch (thrown) {
    if (thrown instanceof NoStateLine) failure = { kind: 'no state', says: thrown.message }
    else if (thrown instanceof CommandFailed) failure = { kind: thrown.kind, says: thrown.message }
    else throw thrown
  }
  const shown = new Map(comparison?.first.map((each) => [each.expected.account, each]))
  return {
    machine: machineFacts(),
    own: 'command' in own ? own.command : own.system,
    file: { path, profile: header.profile, facts, accounts },
    digest: digestText(digest),
    oursMs: stages.reduce((sum, stage) => sum + ms[stage], 0),
    theirsMs,
    comparison,
    first: shown.size === 0 ? [] : [...grouping.accounts].flatMap((account) => withFacts(account, shown.get(account.who))),
    failure,
  }
}

const withFacts = (account: AccountFacts, difference: OwnDifference | undefined): OwnReport['first'] =>
  difference === undefined ? [] : [{ ...difference, account }]

/** Lines are what a command reads: such a file is it. A system gets facts, and is asked in a process of its own. */
function programOf(own: Own, path: string): Pick<CommandOptions, 'command' | 'input'> {
  if ('command' in own) return { command: own.command, input: isBinary(path) ? { pieces: linesOf(path) } : { path } }
  const words = own.module === undefined ? [own.system] : [own.system, own.module]
  return { command: [process.execPath, runner, path, ...words], input: undefined }
}

/** In the repository a process runs its TypeScript as it stands; the package has it compiled. */
const runner = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './system-runner.ts' : './system-runner.js', import.meta.url))

/** The file as lines, whatever its format. */
function* linesOf(path: string): Generator<string, void> {
  const reader = openFacts(path)
  yield `${headerText(reader.header)}\n`
  for (const batch of reader.batches()) {
    let text = ''
    for (let i = 0; i < batch.length; i++) text += `${lineText(batch[i]!)}\n`
    yield text
  }
}
