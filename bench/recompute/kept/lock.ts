import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { FactFileError } from '../../facts/fact-file-error.ts'

/**
 * Takes a state for this process alone: of two that add to it at once one would undo the other. A process that was killed leaves
 * its lock, which nobody heeds.
 * @returns lets go of it
 * @throws FactFileError when another process has it
 */
export function lockState(path: string): () => void {
  const lock = `${path}.lock`
  const mine = `${lock}.${process.pid}`
  // Of somebody who had our number and was killed, it may be a name of the lock itself.
  rmSync(mine, { force: true })
  writeFileSync(mine, String(process.pid))
  try {
    for (;;) {
      if (isLinked(mine, lock)) break
      const owner = Number(readFileSync(lock, 'utf8'))
      if (isAlive(owner))
        throw new FactFileError(
          path,
          'its lock',
          `process ${owner} is at work on it; wait for its end, or remove ${lock} if it is none of ours`,
        )
      rmSync(lock, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
  const release = (): void => {
    process.removeListener('exit', release)
    rmSync(lock, { force: true })
  }
  process.once('exit', release)
  return release
}

/** A name that is there whole at once, or belongs to somebody else. */
function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw thrown
  }
}

export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}
