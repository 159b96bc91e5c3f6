import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, ChildCommand, News, PortOwner } from './messages.ts'
import { keepPrinted } from './printed.ts'
import { endProcess, listenersOn, markVariable, processOf } from './processes.ts'

/** Keeps the children of one guardian, each in a session of its own. */
export interface Keeper {
  start(command: ChildCommand): Promise<Answer>
  stop(child: number, graceMs: number): Promise<Answer>
  owners(port: number): readonly PortOwner[] | undefined
  /** Whether a process is of a child whose timers go off by themselves. */
  hasOwnTimers(pid: number): boolean
  /** Ends the groups of all children: at once, but for servers that would leave something behind. */
  endAll(): Promise<void>
}

interface Kept {
  readonly child: ChildProcess
  readonly pid: number
  readonly endsBy: NodeJS.Signals
  readonly hasOwnTimers: boolean
}

/** So long a server may take to tidy up. */
const orderlyMs = 1_000

export function createKeeper(mark: string, tell: (news: News) => void): Keeper {
  /** Those that live, each under its number. Numbers of processes come back, these do not. */
  const children = new Map<number, Kept>()
  let last = 0

  return {
    async start(command) {
      const [program, ...rest] = typeof command.run === 'string' ? (['/bin/sh', '-c', command.run] as const) : command.run
      if (!existsSync(command.folder)) return { is: 'never started', why: `the folder ${command.folder} is not there` }
      let child: ChildProcess
      try {
        child = spawn(program, rest, {
          cwd: command.folder,
          env: { ...command.env, [markVariable]: mark },
          stdio: ['ignore', 'pipe', 'pipe'],
          detached: true,
          ...command.as,
        })
        await once(child, 'spawn')
      } catch (thrown) {
        return { is: 'never started', why: (thrown as Error).message }
      }
      const number = ++last
      children.set(number, { child, pid: child.pid!, endsBy: command.endsBy ?? 'SIGTERM', hasOwnTimers: command.hasOwnTimers ?? false })
      child.once('exit', () => children.delete(number))
      attend(child, number, command, tell)
      return { is: 'started', child: number }
    },

    async stop(number, graceMs) {
      const kept = children.get(number)
      if (kept === undefined) return { is: 'stopped', ignored: false }
      const { child, pid, endsBy } = kept
      const ended = once(child, 'exit')
      if (graceMs > 0) endProcess(-pid, endsBy)
      const isIgnored = graceMs === 0 || (await Promise.race([ended.then(() => false), sleep(graceMs, true)]))
      // What the first of them leaves running is ended too, in either case.
      endProcess(-pid)
      await ended
      return { is: 'stopped', ignored: isIgnored && graceMs > 0 }
    },

    owners(port) {
      return listenersOn(port)?.map(({ pid, command }) => ({ pid, command, child: childOf(pid, children) }))
    },

    hasOwnTimers(pid) {
      if (![...children.values()].some((kept) => kept.hasOwnTimers)) return false
      const child = childOf(pid, children)
      return child !== undefined && children.get(child)!.hasOwnTimers
    },

    async endAll() {
      const orderly = [...children.values()].filter(({ endsBy }) => endsBy === 'SIGQUIT')
      const ended = orderly.map(({ child }) => once(child, 'exit'))
      for (const { pid } of orderly) endProcess(-pid, 'SIGQUIT')
      for (const { pid } of children.values()) if (!orderly.some((each) => each.pid === pid)) endProcess(-pid)
      await Promise.race([Promise.all(ended), sleep(orderlyMs)])
      for (const { pid } of children.values()) endProcess(-pid)
    },
  }
}

/** Passes on what it prints, and says how it ended. Whoever it leaves behind in its group ends with it. */
function attend(child: ChildProcess, number: number, { keepBytes, floodBytes }: ChildCommand, tell: (news: News) => void): void {
  const pid = child.pid!
  const out = keepPrinted(keepBytes)
  const error = keepPrinted(keepBytes)
  let flooded = false
  let isTold = false
  const listen = (stream: 'out' | 'error', printed: typeof out) => (bytes: Buffer) => {
    const text = printed.take(bytes)
    if (text !== '' && !isTold) tell({ news: 'printed', child: number, stream, text })
    if (out.bytes + error.bytes <= floodBytes || flooded) return
    flooded = true
    endProcess(-pid)
  }
  child.stdout!.on('data', listen('out', out))
  child.stderr!.on('data', listen('error', error))
  child.once('exit', (code, signal) => {
    endProcess(-pid)
    // What it printed last may still be on its way; whoever holds its output open is not waited for.
    const lastOf = Promise.race([once(child, 'close'), sleep(200)])
    void lastOf.then(() => {
      const exit = { code, signal, flooded, lastWords: error.lastWords() || out.lastWords(), printedBytes: out.bytes + error.bytes }
      isTold = true
      tell({ news: 'exited', child: number, exit })
    })
  })
}

/** The child that a process belongs to: by its session, or by a parent of its own. */
function childOf(pid: number, children: ReadonlyMap<number, Kept>): number | undefined {
  const numbers = new Map([...children].map(([number, { pid }]) => [pid, number]))
  for (let at = processOf(pid); at !== undefined && at.pid > 1; at = processOf(at.parent)) {
    const number = numbers.get(at.session) ?? numbers.get(at.pid)
    if (number !== undefined) return number
  }
  return undefined
}
