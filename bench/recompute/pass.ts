import { inOrder } from '#machines'
import { byTime } from './compiled.ts'
import type { Contender } from './contender.ts'
import { type Digest, noDigest, sumOf } from './digest.ts'
import { gather } from './gather.ts'
import { recount } from './job.ts'

/** The stages of the job, in their order. */
export const stages = ['decode', 'group', 'fold', 'write'] as const
export type Stage = (typeof stages)[number]

/** What going through a file once came to. */
export interface Passed {
  readonly digest: Digest
  readonly facts: number
  readonly accounts: number
  /** Milliseconds. Fold is ordering, dropping repeats and folding. */
  readonly ms: Readonly<Record<Stage, number>>
}

export const nothingPassed: Passed = { digest: noDigest, facts: 0, accounts: 0, ms: { decode: 0, group: 0, fold: 0, write: 0 } }

/** Adds up what was done of a file in parts, one after the other. */
export const joinedPasses = (a: Passed, b: Passed): Passed => ({
  digest: sumOf(a.digest, b.digest),
  facts: a.facts + b.facts,
  accounts: a.accounts + b.accounts,
  ms: {
    decode: a.ms.decode + b.ms.decode,
    group: a.ms.group + b.ms.group,
    fold: a.ms.fold + b.ms.fold,
    write: a.ms.write + b.ms.write,
  },
})

/** The whole job over some parts of a file; each part reads the file, and only one is in memory at a time. */
export function pass(path: string, contender: Contender, parts: readonly number[], of: number): Passed {
  return parts.map((part) => passOver(path, contender, part, of)).reduce(joinedPasses, nothingPassed)
}

function passOver(path: string, contender: Contender, part: number, of: number): Passed {
  const { header, grouping, decodeMs, groupMs } = gather(path, { part, of })
  const { digest, facts, accounts, foldMs, writeMs } = recount(grouping.accounts, header, contender)
  return { digest, facts, accounts, ms: { decode: decodeMs, group: groupMs, fold: foldMs, write: writeMs } }
}

/** Milliseconds that ordering and dropping repeats take by themselves, of what `fold` takes. */
export function orderMs(path: string, of: number): number {
  let ms = 0
  for (let part = 0; part < of; part++) {
    const { grouping } = gather(path, { part, of })
    const began = performance.now()
    for (const { facts } of grouping.accounts) inOrder(byTime(facts))
    ms += performance.now() - began
  }
  return ms
}
