import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { NoStateLine } from './printed.ts'

export interface CommandOptions {
  /** A line for the shell, or a program and its words. */
  readonly command: string | readonly [program: string, ...words: readonly string[]]
  readonly cwd: string
  /** A file that is its standard input, or what is written there, piece by piece; undefined: nothing is. */
  readonly input: { readonly path: string } | { readonly pieces: Iterable<string> } | undefined
  /** It is ended when it takes longer. */
  readonly limitMs: number
  /** Gets each line that it prints; what it throws ends the command. */
  readonly line: (text: string) => void
}

/** Why a command came to no end that counts. `misuse`: the shell found nothing to run. */
export class CommandFailed extends Error {
  readonly kind: 'misuse' | 'failed'
  constructor(kind: CommandFailed['kind'], says: string) {
    super(says)
    this.name = 'CommandFailed'
    this.kind = kind
  }
}

/** Longer lines are no lines of state. */
const mostOfLine = 65_536
/** Of what it says on standard error the end is shown. */
const mostOfError = 2_000
/** Something that it left behind may hold its output open; nobody waits longer for that. */
const lingerMs = 2_000

/**
 * Runs a command to its end, and with it whatever it started.
 * @returns how long it took, in milliseconds
 * @throws CommandFailed when it cannot be run, fails or takes too long; NoStateLine what `line` throws, by the line's number
 */
export async function runCommand({ command, cwd, input, limitMs, line }: CommandOptions): Promise<number> {
  const began = performance.now()
  const stdin = input === undefined ? 'ignore' : 'path' in input ? openSync(input.path, 'r') : 'pipe'
  const [program, ...words] = typeof command === 'string' ? [command] : command
  // A group of its own, so that whatever it starts ends with it.
  const child = spawn(program, words, {
    shell: typeof command === 'string',
    cwd,
    stdio: [stdin, 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  if (typeof stdin === 'number') closeSync(stdin)
  const endAll = (): void => kill(child.pid)
  process.once('exit', endAll)
  let errors = ''
  let timer: NodeJS.Timeout | undefined
  let lingering: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new CommandFailed('failed', `did not end within ${limitMs / 1_000} s`)), limitMs)
      const lines = new LineReader(line)
      const guarded = (job: () => void) => () => {
        try {
          job()
        } catch (thrown) {
          reject(thrown)
        }
      }
      child.on('error', (error) => reject(new CommandFailed('misuse', `cannot be run: ${error.message}`)))
      child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-mostOfError)))
      child.stdout!.on('data', (bytes: Buffer) => guarded(() => lines.take(bytes))())
      child.on('exit', () => (lingering = setTimeout(endAll, lingerMs)))
      child.on('close', (code, signal) =>
        guarded(() => {
          if (code !== 0) throw failed(code, signal, errors)
          lines.end()
          resolve()
        })(),
      )
      if (input !== undefined && 'pieces' in input) void fed(child.stdin!, input.pieces).catch(reject)
    })
    return performance.now() - began
  } finally {
    clearTimeout(timer)
    clearTimeout(lingering)
    process.removeListener('exit', endAll)
    endAll()
    child.stdout?.destroy()
    child.stderr?.destroy()
    child.stdin?.destroy()
  }
}

/** What a shell says when it finds nothing to run, and whoever runs a system when there is none. */
const notFound = [126, 127]

function failed(code: number | null, signal: string | null, errors: string): CommandFailed {
  const said = errors.trim() === '' ? '' : `; it says ${JSON.stringify(errors.trim().slice(-600))}`
  if (code !== null && notFound.includes(code)) return new CommandFailed('misuse', `cannot be run${said}`)
  return new CommandFailed('failed', `${code === null ? `was ended by ${signal}` : `ended with code ${code}`}${said}`)
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // Nobody of it is left.
  }
}

/** Writes as fast as it is read. Whoever stops reading has read enough. */
async function fed(stdin: NodeJS.WritableStream, pieces: Iterable<string>): Promise<void> {
  let isOver = false
  let goOn = (): void => undefined
  const over = (): void => {
    isOver = true
    goOn()
  }
  stdin.on('error', over).on('close', over)
  for (const piece of pieces) {
    if (isOver) return
    if (!stdin.write(piece))
      await new Promise<void>((resolve) => {
        goOn = resolve
        stdin.once('drain', resolve)
        if (isOver) resolve()
      })
  }
  stdin.end()
}

class LineReader {
  readonly #line: (text: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''
  #count = 0

  constructor(line: (text: string) => void) {
    this.#line = line
  }

  take(bytes: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(bytes)).split('\n')
    this.#rest = lines.pop()!
    for (const text of lines) this.#give(text)
    if (this.#rest.length > mostOfLine) throw new NoStateLine(`line ${this.#count + 1} is longer than ${mostOfLine} characters`)
  }

  end(): void {
    const last = this.#rest + this.#decoder.end()
    if (last !== '') this.#give(last)
  }

  #give(text: string): void {
    this.#count++
    try {
      this.#line(text.endsWith('\r') ? text.slice(0, -1) : text)
    } catch (thrown) {
      throw thrown instanceof NoStateLine ? new NoStateLine(`line ${this.#count} ${thrown.message}`) : thrown
    }
  }
}
