import { type Exit, exitFor, exits } from './exit.ts'
import type { Io } from './io.ts'
import { programFor } from './program.ts'

/** Does what the words say. @returns what the shell is told; nothing is thrown */
export async function main(words: readonly string[], io: Io): Promise<Exit> {
  let exit: Exit = exits.held
  try {
    await programFor(io, (ended) => (exit = ended)).parseAsync(words, { from: 'user' })
    return exit
  } catch (thrown) {
    const { exit: code, says } = exitFor(thrown)
    if (says !== '') io.err(`billstorm: ${says}\n`)
    return code
  }
}
