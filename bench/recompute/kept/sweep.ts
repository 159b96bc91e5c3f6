import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { StateHead } from './head.ts'
import { isAlive } from './lock.ts'

/** Removes what somebody left who was killed: drafts, accounts of no state, and the wish for its lock. Only whoever has the lock may. */
export function sweep(path: string, head: StateHead | undefined): void {
  const name = basename(path)
  for (const file of readdirSync(dirname(path))) {
    if (!file.startsWith(name)) continue
    const rest = file.slice(name.length)
    const [, generation, draft] = /^(?:\.accounts-(\d+))?(\.\d+\.part)?$/.exec(rest) ?? []
    const [, owner] = /^\.lock\.(\d+)$/.exec(rest) ?? []
    const isOfNoState = generation !== undefined && Number(generation) !== head?.generation
    if (draft !== undefined || isOfNoState || (owner !== undefined && !isAlive(Number(owner))))
      rmSync(join(dirname(path), file), { force: true })
  }
}
