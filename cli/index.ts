/** The command line: the only reader of arguments, environment, entropy and the wall clock, and the only caller of exit. */
import { text } from 'node:stream/consumers'
import { main } from './main.ts'

// Whoever reads us may have read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const exit = await main(process.argv.slice(2), {
  out: (words) => void process.stdout.write(words),
  err: (words) => void process.stderr.write(words),
  stdin: () => text(process.stdin),
  cwd: process.cwd(),
  isTerminal: process.stdout.isTTY,
  now: () => performance.now(),
})
process.exitCode = exit
