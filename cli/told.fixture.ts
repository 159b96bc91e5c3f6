import type { Exit } from './exit.ts'
import type { Io } from './io.ts'
import { main } from './main.ts'

/** What a command told, and how it ended. */
export interface Told {
  readonly exit: Exit
  readonly out: string
  readonly err: string
}

/** Has a command tell what it does; five milliseconds are over whenever it looks at the clock. */
export async function told(cwd: string, command: (io: Io) => Promise<Exit>, stdin = ''): Promise<Told> {
  let [out, err, time] = ['', '', 0]
  const exit = await command({
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    stdin: async () => stdin,
    cwd,
    isTerminal: false,
    now: () => (time += 5),
  })
  return { exit, out, err }
}

/** The command line in a folder, in this process. */
export const billstormIn =
  (cwd: string) =>
  (words: readonly string[], stdin = ''): Promise<Told> =>
    told(cwd, (io) => main(words, io), stdin)
