import { inOrder } from '#machines'
import { Breath } from '../breath.ts'
import type { Tells } from '../tells.ts'
import { byTime } from './compiled.ts'
import type { Contender } from './contender.ts'
import { type Digest, noDigest, sumOf } from './digest.ts'
import { recount } from './job.ts'
import { portionsOf } from './portions.ts'

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
export async function pass(
  path: string,
  contender: Contender,
  parts: readonly number[],
  of: number,
  tells: Tells = () => undefined,
): Promise<Passed> {
  let passed = nothingPassed
  for (const [place, part] of parts.entries()) {
    const which = parts.length === 1 ? '' : `, part ${place + 1} of ${parts.length}`
    passed = joinedPasses(passed, await passOver(path, contender, part, of, (what, done, all) => tells(`facts ${what}${which}`, done, all)))
  }
  return passed
}

async function passOver(path: string, contender: Contender, part: number, of: number, tells: Tells): Promise<Passed> {
  const portions = await portionsOf(path, { part, of }, (done, all) => tells('read', done, all))
  const breath = new Breath()
  let passed = nothingPassed
  for (const portion of portions.all()) {
    const { digest, facts, accounts, foldMs, writeMs } = recount(portion, portions.header, contender)
    passed = joinedPasses(passed, { digest, facts, accounts, ms: { decode: 0, group: 0, fold: foldMs, write: writeMs } })
    tells('folded', passed.facts, portions.facts)
    if (breath.isDue) await breath.take()
  }
  return { ...passed, ms: { ...passed.ms, ...portions.ms } }
}

/** Milliseconds that ordering and dropping repeats take by themselves, of what `fold` takes. */
export async function orderMs(path: string, of: number): Promise<number> {
  let ms = 0
  for (let part = 0; part < of; part++) {
    const portions = await portionsOf(path, { part, of }, () => undefined)
    for (const portion of portions.all()) {
      const began = performance.now()
      for (const { facts } of portion) inOrder(byTime(facts))
      ms += performance.now() - began
    }
  }
  return ms
}
