import { CommanderError } from 'commander'
import { Misuse, unknownInWords } from './misuse.ts'

/** What the shell is told. */
export const exits = { held: 0, broken: 1, undecided: 2, misuse: 64, ourBug: 70 } as const
export type Exit = (typeof exits)[keyof typeof exits]

/** One verdict over several: broken before undecided before held. */
export const worst = (all: readonly Exit[]): Exit =>
  all.includes(exits.broken) ? exits.broken : all.includes(exits.undecided) ? exits.undecided : exits.held

/** What is printed and returned for something thrown. */
export async function exitFor(thrown: unknown): Promise<{ readonly exit: Exit; readonly says: string }> {
  if (thrown instanceof CommanderError) return { exit: thrown.exitCode === 0 ? exits.held : exits.misuse, says: '' }
  if (thrown instanceof Misuse || isFactFileError(thrown)) return { exit: exits.misuse, says: thrown.message }
  // Only a command that loaded them throws these.
  const { CaseFileError, LostRun, Misbehaved, NoSystem, StaleToken, UnknownName } = await import('#storm')
  if (thrown instanceof UnknownName) return { exit: exits.misuse, says: unknownInWords(thrown.what, thrown.given, thrown.known) }
  if (thrown instanceof CaseFileError || thrown instanceof StaleToken || thrown instanceof NoSystem)
    return { exit: exits.misuse, says: thrown.message }
  if (thrown instanceof Misbehaved || thrown instanceof LostRun) return { exit: exits.undecided, says: `UNDECIDED ${thrown.message}` }
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return { exit: exits.ourBug, says: `this is a bug of billstorm itself, please report it with the lines below\n${stack}` }
}

/** By its name: the benchmarks are loaded only when asked for. */
const isFactFileError = (thrown: unknown): thrown is Error => thrown instanceof Error && thrown.name === 'FactFileError'
