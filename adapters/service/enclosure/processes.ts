import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process, as Linux tells of it. */
export interface Process {
  readonly pid: number
  readonly parent: number
  /** The session: the number of its first process. */
  readonly session: number
  readonly command: string
}

/** The variable that all processes started under one guardian have in common. */
export const markVariable = 'BILLSTORM_GUARDED'

/** All processes that live; of the dead who were not buried yet nothing is told. Empty where there is no /proc. */
export function processes(): readonly Process[] {
  return processNumbers().flatMap((pid) => processOf(pid) ?? [])
}

/** The numbers of all processes, of the dead who were not buried yet too. */
export const processNumbers = (): readonly number[] => numbersIn('/proc')

export function processOf(pid: number): Process | undefined {
  const stat = read(`/proc/${pid}/stat`)
  const end = stat.lastIndexOf(')')
  if (end === -1) return undefined
  const [state, parent, , session] = stat.slice(end + 2).split(' ')
  if (state === 'Z' || state === 'X') return undefined
  return { pid, parent: Number(parent), session: Number(session), command: stat.slice(stat.indexOf('(') + 1, end) }
}

/** The processes whose environment bears the mark. */
export function marked(mark: string): readonly number[] {
  const line = `${markVariable}=${mark}`
  return processes().flatMap(({ pid }) => (read(`/proc/${pid}/environ`).split('\0').includes(line) ? [pid] : []))
}

/** The processes that listen on a TCP port; undefined where that cannot be seen. */
export function listenersOn(port: number): readonly Process[] | undefined {
  if (process.platform !== 'linux') return undefined
  const inodes = new Set(['tcp', 'tcp6'].flatMap((table) => listeningInodes(read(`/proc/net/${table}`), port)))
  if (inodes.size === 0) return []
  const found = processes().filter(({ pid }) =>
    numbersIn(`/proc/${pid}/fd`).some((fd) => {
      try {
        return inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`))
      } catch {
        return false
      }
    }),
  )
  return found.length > 0 ? found : [{ pid: 0, parent: 0, session: 0, command: 'a process of another user' }]
}

/** @source proc_net_tcp of the kernel's documentation: local address in the second column, state 0A listens, inode in the tenth */
function listeningInodes(table: string, port: number): readonly string[] {
  return table.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/)
    const isIt = columns[3] === '0A' && parseInt(columns[1]?.split(':')[1] ?? '', 16) === port
    return isIt ? [`socket:[${columns[9]}]`] : []
  })
}

/**
 * Ends every process that `living` names, again and again, since who is about to die may still start others. Nobody twice in a row is
 * nobody: a process that is just becoming another program shows no environment.
 */
export async function endAll(living: () => readonly number[]): Promise<void> {
  let nobody = 0
  for (let round = 0; round < 200 && nobody < 2; round++) {
    const pids = living()
    nobody = pids.length === 0 ? nobody + 1 : 0
    for (const pid of pids) endProcess(pid)
    await sleep(5)
  }
}

/** @param pid of a process; negative: of a group */
export function endProcess(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  // Zero and one below would be a group of our own, and everybody.
  if (pid === 0 || pid === -1) throw new RangeError(`${pid} is nobody’s number`)
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone already, or another's who took its number.
  }
}

const numbersIn = (folder: string): readonly number[] => {
  try {
    return readdirSync(folder).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  } catch {
    return []
  }
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
