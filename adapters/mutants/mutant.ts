import type { SystemEntry } from '#simulator'
import { mirror } from '../mirror/index.ts'
import { mirrorParts, type Parts as MirrorParts } from '../mirror/parts.ts'
import { reference } from '../reference/index.ts'
import { referenceParts, type Parts as ReferenceParts } from '../reference/parts.ts'

/** What is wrong with a planted system, which invariant must say so, and where people met the same mistake. */
export interface Planted {
  readonly name: string
  /** The code of the invariant that must catch it. */
  readonly declares: `BS${string}`
  /** `owner/repo#n`: a public thread about the same mistake. */
  readonly source: string
}

/** The reference with some of its parts got wrong. */
export const wrongReference = (planted: Planted, wrong: Partial<ReferenceParts>): SystemEntry =>
  entry(planted, (name) => reference({ ...referenceParts, ...wrong }, name))

/** The mirror with some of its parts got wrong. */
export const wrongMirror = (planted: Planted, wrong: Partial<MirrorParts>): SystemEntry =>
  entry(planted, (name) => mirror({ ...mirrorParts, ...wrong }, name))

function entry({ name, declares, source }: Planted, make: (name: string) => ReturnType<SystemEntry['create']>): SystemEntry {
  const full = `mutant:${name}`
  return { name: full, kind: 'mutant', declares, source, create: () => make(full), installed: () => true }
}
