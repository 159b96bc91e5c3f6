import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Folders } from './messages.ts'

export const folderPrefix = 'billstorm-run-'
const inMemory = '/dev/shm'
/** A server of Postgres writes less in a run; what containers are given by default is too little for one. */
const leastFree = 512 * 1_048_576

/** Folders of a run, with one for the temporary files of children. */
export function makeFolders(): Folders {
  const folder = made(tmpdir())
  mkdirSync(join(folder, 'temporary'))
  return { folder, memory: hasRoom(inMemory) ? made(inMemory) : folder }
}

/** Whoever runs inside as another user may go through, and see nothing. */
function made(place: string): string {
  const folder = mkdtempSync(join(place, folderPrefix))
  chmodSync(folder, 0o711)
  return folder
}

function hasRoom(place: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(place)
    return bavail * bsize >= leastFree
  } catch {
    return false
  }
}

/** Removes what `makeFolders` made, and nothing else. */
export function removeFolders({ folder, memory }: Folders): void {
  for (const each of new Set([folder, memory]))
    if ([tmpdir(), inMemory].includes(dirname(each)) && basename(each).startsWith(folderPrefix) && existsSync(each))
      rmSync(each, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
}
