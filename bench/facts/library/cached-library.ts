import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Profile } from '../fact-file.ts'
import { FactFileError } from '../fact-file-error.ts'
import { keepLibrary, readLibrary } from './keep-library.ts'
import type { Library } from './library.ts'
import { makeLibrary } from './make-library.ts'

/** A library, from the cache where it is kept, or made and kept there. It is another one for other code. */
export async function cachedLibrary(
  { folder, profile, seed, count }: { readonly folder: string; readonly profile: Profile; readonly seed: number; readonly count: number },
  tells: (made: number) => void,
): Promise<Library> {
  const path = join(folder, `lives-${codeDigest()}-${profile}-${seed}-${count}.facts`)
  if (existsSync(path)) {
    try {
      return readLibrary(path)
    } catch (thrown) {
      // Somebody changed it: it is made anew.
      if (!(thrown instanceof FactFileError)) throw thrown
    }
  }
  const library = await makeLibrary(profile, seed, count, tells)
  mkdirSync(folder, { recursive: true })
  keepLibrary(path, library, profile, seed)
  return library
}

/** Rooms and folders whose code decides what lives are. */
const decides = ['machines', 'simulator', 'scenarios', 'adapters/reference', 'storm', 'bench/facts']

/** Equal for equal code: what depends on runs is kept under it. */
export function codeDigest(): string {
  const root = join(import.meta.dirname, '../../..')
  const hash = createHash('sha256')
  for (const folder of decides)
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).toSorted())
      if (/(?<!\.test|\.fixture|\.d)\.[jt]s$/.test(path)) hash.update(path).update(readFileSync(join(root, folder, path)))
  return hash.digest('hex').slice(0, 16)
}
