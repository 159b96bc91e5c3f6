import process from 'node:process'

/** Whoever sleeps for longer is taken to wait for its next turn, as tickers of pools and idle connections do. */
export const shortMs = 2_000

/**
 * Calls that sleep until something comes or a time is over, and which of their arguments says how many milliseconds that is.
 * @source syscalls(2), epoll_wait(2), poll(2) and the kernel's tables of both processors
 */
const sleepers: Readonly<Partial<Record<NodeJS.Architecture, ReadonlyMap<number, number>>>> = {
  x64: new Map([
    [7, 2], // poll
    [232, 3], // epoll_wait
    [281, 3], // epoll_pwait
  ]),
  arm64: new Map([[22, 3]]), // epoll_pwait
}

const calls = sleepers[process.arch] ?? new Map<number, number>()

/**
 * Whether a thread wakes up by itself within 2 s: runtimes with a loop of events sleep in one of these calls until their next timer.
 * @param line what the kernel says of the call that it is in: its number, its arguments, and where it stands
 * @source proc_pid_syscall(5)
 */
export function sleepsShortly(line: string): boolean {
  const words = line.split(' ')
  const place = calls.get(Number(words[0]))
  if (place === undefined) return false
  // A whole number of 32 bits, in a word of 64.
  const ms = Number(BigInt.asIntN(32, BigInt(words[place + 1] ?? '-1')))
  return ms >= 0 && ms < shortMs
}
