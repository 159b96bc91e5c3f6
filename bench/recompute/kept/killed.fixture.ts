import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** All that a run does to files, each a step at which it may be killed. */
const steps = ['openSync', 'writeSync', 'writeFileSync', 'fsyncSync', 'ftruncateSync', 'renameSync', 'linkSync', 'rmSync'] as const

/** What stands for a kill: nobody who is killed does anything to a file after that. */
export class Killed extends Error {}

/**
 * Runs something that is killed at a step.
 * @param at which step, from 0; of a write only a part is done, of everything else nothing
 * @param part how much of that write, 0 to 1
 * @param kill what happens then
 * @returns what was done at that step; undefined: it came to its end before that
 */
export async function killedAt(
  at: number,
  part: number,
  run: () => Promise<unknown>,
  kill: () => never = throws,
): Promise<string | undefined> {
  const whole = { ...fs }
  const listeners = process.listeners('exit')
  let [step, isDead, died]: [number, boolean, string | undefined] = [0, false, undefined]
  const patched = fs as unknown as Record<string, unknown>
  for (const name of steps)
    patched[name] = (...args: unknown[]): unknown => {
      if (name === 'openSync' && args[1] === 'r') return whole.openSync(args[0] as string, 'r')
      if (isDead) return undefined
      if (step++ < at) return (whole[name] as (...all: unknown[]) => unknown)(...args)
      if (name === 'writeSync') {
        const [fd, bytes, from = 0, length = bytes.length, place] = args as [number, Uint8Array, number?, number?, number?]
        whole.writeSync(fd, bytes, from, Math.floor(length * part), place)
      }
      isDead = true
      died = name
      return kill()
    }
  syncBuiltinESMExports()
  try {
    await run()
  } catch (thrown) {
    if (!(thrown instanceof Killed)) throw thrown
  } finally {
    for (const name of steps) patched[name] = whole[name]
    syncBuiltinESMExports()
    // Who is killed does not tidy up when the test ends.
    for (const listener of process.listeners('exit')) if (!listeners.includes(listener)) process.removeListener('exit', listener)
  }
  return died
}

const throws = (): never => {
  throw new Killed()
}
