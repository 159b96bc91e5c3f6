import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FactsFormat } from './convert.ts'
import type { Profile } from './fact-file.ts'
import type { Generated } from './generate.ts'

/** What is asked for of a generator. */
export interface FactsWish {
  readonly facts: number
  readonly seed: number
  readonly profile: Profile
  /** Where lives are kept that were made once. */
  readonly cache: string
}

/** How far it has come: lives that were lived, or facts that were told of them. */
export type Tells = (what: 'lives' | 'facts', done: number, of: number) => void

/** How many different lives so many facts are told of. Lives take time to live, and are kept. */
const shelves = [
  { upTo: 10_000, lives: 100 },
  { upTo: 200_000, lives: 1_000 },
  { upTo: 2_000_000, lives: 10_000 },
  { upTo: Number.POSITIVE_INFINITY, lives: 50_000 },
] as const

/** Lives are lived in storms, which whoever only reads or converts files does without. */
const ofLibrary = () => import('./library/cached-library.ts')

/** Writes a file of facts out of runs of the reference. Equal wishes give equal bytes, on every machine. @throws RangeError when the facts are too few */
export async function makeFacts(wish: FactsWish, path: string, format: FactsFormat, tells: Tells): Promise<Generated> {
  const { facts, seed, profile, cache } = wish
  const count = shelves.find(({ upTo }) => facts <= upTo)!.lives
  const [{ cachedLibrary }, { generate }] = [await ofLibrary(), await import('./generate.ts')]
  const library = await cachedLibrary({ folder: cache, profile, seed, count }, (made) => tells('lives', made, count))
  return generate(library, { facts, seed, profile, path, format }, (done) => tells('facts', done, facts))
}

/** The path of such a file in the cache, where it is made when it is not there yet. */
export async function cachedFacts(wish: FactsWish, tells: Tells): Promise<string> {
  const { facts, seed, profile, cache } = wish
  const { codeDigest } = await ofLibrary()
  const path = join(cache, `facts-${codeDigest()}-${profile}-${seed}-${facts}.facts`)
  if (existsSync(path)) return path
  mkdirSync(cache, { recursive: true })
  await makeFacts(wish, path, 'binary', tells)
  return path
}
