import { readdirSync, readFileSync } from 'node:fs'

/** What can be seen of a thread at one moment. */
interface Seen {
  /** As the kernel writes it: `S` sleeps until something comes, `R` runs or would, `D` waits for a disk. */
  readonly state: string
  /** Nanoseconds on a processor, and times that it was given one: whoever did anything meanwhile has more. */
  readonly done: string
}

/** The threads of some processes, each as it was seen. */
export type Look = ReadonlyMap<string, Seen>

/** One look at every thread of these processes. Who ends meanwhile is left out. */
export function look(pids: readonly number[]): Look {
  const seen = new Map<string, Seen>()
  for (const pid of pids)
    for (const thread of threadsOf(pid)) {
      const folder = `/proc/${pid}/task/${thread}`
      const stat = read(`${folder}/stat`)
      const end = stat.lastIndexOf(')')
      if (end !== -1) seen.set(folder, { state: stat[end + 2]!, done: read(`${folder}/schedstat`) })
    }
  return seen
}

/** The dead whom nobody buried yet do nothing either. */
const idle = new Set(['S', 'I', 'Z', 'X', 'T'])

/**
 * Whether nobody did anything between two looks and nobody does now. What is sent over loopback makes its reader runnable at once, so
 * between two who talk to each other there is always one who is not idle.
 */
export function isRest(before: Look, now: Look): boolean {
  if (before.size !== now.size) return false
  for (const [thread, { state, done }] of now) if (!idle.has(state) || before.get(thread)?.done !== done) return false
  return true
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
