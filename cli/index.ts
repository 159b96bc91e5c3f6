/** The command line: the only reader of arguments, environment, entropy and the wall clock, and the only caller of exit. */
import { constants } from 'node:os'
import { exits } from './exit.ts'
import { main } from './main.ts'
import { readAtMost } from './read-at-most.ts'

/** How a shell writes that a signal ended something. */
const endedBy = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE'): number => 128 + constants.signals[signal]

// Whoever reads us may have read enough. A verdict that is there is told all the same, and one that is not is none.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  leave(process.exitCode ?? endedBy('SIGPIPE'))
})
process.stderr.on('error', () => undefined)

/** Tells a command that waits for it; whoever interrupts us a second time waits no longer. */
let interrupted: (() => void) | undefined

// Threads end with us, and a case is whole or not there: nothing is left to tidy.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (interrupted !== undefined) {
      interrupted()
      interrupted = undefined
      return
    }
    process.stderr.write('billstorm: interrupted; no verdict\n')
    leave(endedBy(signal))
  })

let isOver = false
/** The only way out before the end. */
const leave = (code: number | string): never => {
  isOver = true
  process.exit(code)
}

// Whoever else ends us, or lets us wait for what never comes, brings no verdict: least of all that something held.
process.on('exit', () => {
  if (isOver) return
  process.stderr.write('billstorm: this is a bug of billstorm itself, please report it: it ended before its verdict\n')
  process.exitCode = exits.ourBug
})

const exit = await main(process.argv.slice(2), {
  out: (words) => void process.stdout.write(words),
  err: (words) => void process.stderr.write(words),
  stdin: (most) => readAtMost(process.stdin, most),
  cwd: process.cwd(),
  isTerminal: process.stdout.isTTY,
  now: () => performance.now(),
  untilInterrupted: () => new Promise((resolve) => (interrupted = resolve)),
})
isOver = true
process.exitCode = exit
