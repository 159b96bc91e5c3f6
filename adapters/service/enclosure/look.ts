import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { sleepsShortly } from './short-sleep.ts'

/** What became of a look: nobody did anything; somebody did; or one of those with timers of their own wakes up by itself in a moment. */
export type Seen = 'rest' | 'work' | 'short sleep'

/**
 * Looks at what threads do. Files of threads that live stay open, since opening one takes longer than reading it.
 */
export interface Watch {
  /** What these processes did while this looked, and do now. */
  look(pids: readonly number[]): Seen
  close(): void
}

/** The dead whom nobody buried yet do nothing either. @source proc_pid_stat(5), the third field */
const idle: ReadonlySet<string> = new Set(['S', 'I', 'Z', 'X', 'T'])

interface Thread {
  /** Of the kernel's accounts: nanoseconds on a processor, nanoseconds that it waited for one, times that it was given one. */
  readonly account: number
  readonly state: number
  /** The call that it is in; of processes whose timers do not count nobody asks. */
  readonly call: number | undefined
}

/** @param hasOwnTimers whether a process is one that wakes up by itself; asked once for each of its threads */
export function createWatch(hasOwnTimers: (pid: number) => boolean): Watch {
  const open = new Map<string, Thread>()
  const bytes = Buffer.allocUnsafe(512)

  const read = (file: number): string => bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0))
  const leave = (path: string, { account, state, call }: Thread): void => {
    open.delete(path)
    closeSync(account)
    closeSync(state)
    if (call !== undefined) closeSync(call)
  }
  const threadAt = (path: string, pid: number): Thread | undefined => {
    const known = open.get(path)
    if (known !== undefined) return known
    const account = opened(`${path}/schedstat`)
    const state = opened(`${path}/stat`)
    if (account !== undefined && state !== undefined) {
      const thread = { account, state, call: hasOwnTimers(pid) ? opened(`${path}/syscall`) : undefined }
      open.set(path, thread)
      return thread
    }
    for (const file of [account, state]) if (file !== undefined) closeSync(file)
    return undefined
  }
  /** What the accounts of all threads say. A number that comes back after its owner's end has another account. */
  const accounts = (pids: readonly number[]): ReadonlyMap<string, string> => {
    const seen = new Map<string, string>()
    for (const pid of pids)
      for (const number of threadsOf(pid)) {
        const path = `/proc/${pid}/task/${number}`
        const thread = threadAt(path, pid)
        const account = thread === undefined ? undefined : accountOf(path, thread)
        if (account !== undefined) seen.set(path, account)
      }
    for (const [path, thread] of open) if (!seen.has(path)) leave(path, thread)
    return seen
  }
  const accountOf = (path: string, thread: Thread): string | undefined => {
    try {
      return read(thread.account)
    } catch {
      leave(path, thread)
      return undefined
    }
  }
  /** Nothing is told of it where it may not be looked at, as when it runs as another user. */
  const callOf = (file: number): string => {
    try {
      return read(file)
    } catch {
      return ''
    }
  }
  const stateOf = (path: string): Seen => {
    const thread = open.get(path)
    if (thread === undefined) return 'work'
    try {
      const stat = read(thread.state)
      if (!idle.has(stat[stat.lastIndexOf(')') + 2] ?? '')) return 'work'
      if (thread.call === undefined) return 'rest'
      const call = callOf(thread.call)
      // It was woken since, by a timer that nobody else knows of.
      if (call.startsWith('running')) return 'work'
      return sleepsShortly(call) ? 'short sleep' : 'rest'
    } catch {
      leave(path, thread)
      return 'work'
    }
  }

  return {
    // What is sent over loopback makes its reader runnable at once, so between two who talk to each other there is always one who is
    // not idle. Who was seen idle may have been woken by one who was seen later: then its account has moved.
    look(pids) {
      const before = accounts(pids)
      let seen: Seen = 'rest'
      for (const path of before.keys()) {
        const state = stateOf(path)
        if (state === 'work') return state
        if (state === 'short sleep') seen = state
      }
      // Who came since then was started by one whose account has moved.
      for (const [path, account] of before) {
        const thread = open.get(path)
        if (thread === undefined || accountOf(path, thread) !== account) return 'work'
      }
      return seen
    },
    close() {
      for (const [path, thread] of open) leave(path, thread)
    },
  }
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch {
    return undefined
  }
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}
