import { closeSync, openSync, readdirSync, readSync } from 'node:fs'

/**
 * Looks at what threads do. Files of threads that live stay open, since opening one takes longer than reading it.
 */
export interface Watch {
  /** Whether nobody of these processes did anything while this looked, and nobody does now. */
  isAtRest(pids: readonly number[]): boolean
  close(): void
}

/** The dead whom nobody buried yet do nothing either. @source proc_pid_stat(5), the third field */
const idle: ReadonlySet<string> = new Set(['S', 'I', 'Z', 'X', 'T'])

interface Thread {
  /** Of the kernel's accounts: nanoseconds on a processor, nanoseconds that it waited for one, times that it was given one. */
  readonly account: number
  readonly state: number
}

export function createWatch(): Watch {
  const open = new Map<string, Thread>()
  const bytes = Buffer.allocUnsafe(512)

  const read = (file: number): string => bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0))
  const leave = (path: string, { account, state }: Thread): void => {
    open.delete(path)
    closeSync(account)
    closeSync(state)
  }
  const threadAt = (path: string): Thread | undefined => {
    const known = open.get(path)
    if (known !== undefined) return known
    try {
      const account = openSync(`${path}/schedstat`, 'r')
      try {
        const thread = { account, state: openSync(`${path}/stat`, 'r') }
        open.set(path, thread)
        return thread
      } catch {
        closeSync(account)
        return undefined
      }
    } catch {
      return undefined
    }
  }
  /** What the accounts of all threads say. A number that comes back after its owner's end has another account. */
  const accounts = (pids: readonly number[]): ReadonlyMap<string, string> => {
    const seen = new Map<string, string>()
    for (const pid of pids)
      for (const number of threadsOf(pid)) {
        const path = `/proc/${pid}/task/${number}`
        const thread = threadAt(path)
        if (thread === undefined) continue
        try {
          seen.set(path, read(thread.account))
        } catch {
          leave(path, thread)
        }
      }
    return seen
  }
  const isIdle = (path: string): boolean => {
    const thread = open.get(path)
    if (thread === undefined) return false
    try {
      const stat = read(thread.state)
      return idle.has(stat[stat.lastIndexOf(')') + 2] ?? '')
    } catch {
      leave(path, thread)
      return false
    }
  }

  return {
    // What is sent over loopback makes its reader runnable at once, so between two who talk to each other there is always one who is
    // not idle. Who was seen idle may have been woken by one who was seen later: then its account has moved.
    isAtRest(pids) {
      const before = accounts(pids)
      for (const path of before.keys()) if (!isIdle(path)) return false
      const now = accounts(pids)
      if (now.size !== before.size) return false
      for (const [path, account] of now) if (before.get(path) !== account) return false
      for (const [path, thread] of open) if (!now.has(path)) leave(path, thread)
      return true
    },
    close() {
      for (const [path, thread] of open) leave(path, thread)
    },
  }
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}
