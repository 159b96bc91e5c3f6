import { type Exit, exitFor, exits } from './exit.ts'
import type { Io } from './io.ts'
import { printable } from './printable.ts'
import { programFor } from './program.ts'

/** Does what the words say. @returns what the shell is told; nothing is thrown */
export async function main(words: readonly string[], given: Io): Promise<Exit> {
  let exit: Exit = exits.held
  const io = plain(given)
  try {
    await programFor(io, (ended) => (exit = ended)).parseAsync(words, { from: 'user' })
    return exit
  } catch (thrown) {
    const { exit: code, says } = await exitFor(thrown)
    if (says !== '') io.err(`billstorm: ${says}\n`)
    return code
  }
}

/** What files, systems and arguments say is printed, and may not paint the terminal. */
const plain = (io: Io): Io => ({
  ...io,
  out: (text) => io.out(printable(text, io.isTerminal)),
  err: (text) => io.err(printable(text, false)),
})
