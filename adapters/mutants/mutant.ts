import type { Parts as MachineParts } from '#machines'
import type { Invariant, SystemEntry, TwinParts } from '#simulator'
import { mirror } from '../mirror/index.ts'
import { mirrorParts, type Parts as MirrorParts } from '../mirror/parts.ts'
import { reference } from '../reference/index.ts'
import { referenceParts, type Parts as ReferenceParts, watchedBy } from '../reference/parts.ts'

/** What is wrong with a planted system, which invariant must say so, and where people met the same mistake. */
export interface Planted {
  readonly name: string
  /** The code of the invariant that must catch it. */
  readonly declares: `BS${string}`
  /** `owner/repo#n`: a public thread about the same mistake; undefined where we know of none. */
  readonly source?: string | undefined
}

/** The reference with some of its parts got wrong. */
export const wrongReference = (planted: Planted, wrong: Partial<ReferenceParts>): SystemEntry => {
  const parts = { ...referenceParts, ...wrong }
  const made = entry(planted, (name) => reference(parts, name))
  return { ...made, watched: (observer) => reference(watchedBy(observer, parts), made.name) }
}

/** The mirror with some of its parts got wrong. */
export const wrongMirror = (planted: Planted, wrong: Partial<MirrorParts>): SystemEntry =>
  entry(planted, (name) => mirror({ ...mirrorParts, ...wrong }, name))

/** What is wrong with one of the judge's own parts: planted to see whether a judge errs unseen. */
interface PlantedInOracle extends Pick<Planted, 'name' | 'source'> {
  /** The code of the judge that must see it; `golden` where only a golden case can. */
  readonly declares: `BS${string}` | 'golden'
}

/** The reference on wrong machines: the system and every recompute share the error, so that only what shares no part with them can see it. */
export const wrongOracle = ({ name, declares, source }: PlantedInOracle, machines: MachineParts): SystemEntry => {
  const full = `oracle:${name}`
  const parts = { ...referenceParts, machines }
  return {
    name: full,
    kind: 'mutant',
    declares,
    source,
    machines,
    create: () => reference(parts, full),
    watched: (observer) => reference(watchedBy(observer, parts), full),
    installed: () => true,
  }
}

/** The reference as it should be, before a judge that errs: it is accused of what it never did. */
export const wrongJudge = ({ name, declares, source }: PlantedInOracle, judges: NonNullable<SystemEntry['judges']>): SystemEntry => {
  const full = `oracle:${name}`
  return { name: full, kind: 'mutant', declares, source, judges, create: () => reference(referenceParts, full), installed: () => true }
}

/** The same judges, one of them put in place of the standard one of its code. */
export const inPlaceOf =
  (code: Invariant['code'], wrong: (standard: Invariant) => Invariant): NonNullable<SystemEntry['judges']> =>
  (standard) =>
    standard.map((each) => (each.code === code ? wrong(each) : each))

/** The mirror before a provider that is wrong itself. */
export const wrongTwin = ({ name, declares, source }: PlantedInOracle, twinParts: Partial<TwinParts>): SystemEntry => {
  const full = `oracle:${name}`
  return { name: full, kind: 'mutant', declares, source, create: () => mirror(mirrorParts, full), installed: () => true, twinParts }
}

function entry({ name, declares, source }: Planted, make: (name: string) => ReturnType<SystemEntry['create']>): SystemEntry {
  const full = `mutant:${name}`
  return { name: full, kind: 'mutant', declares, source, create: () => make(full), installed: () => true }
}
