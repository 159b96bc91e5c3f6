import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { openFacts } from '../../facts/open-facts.ts'
import { WholeFile } from '../../facts/whole-file.ts'
import { compiled } from '../compiled.ts'
import type { Contender } from '../contender.ts'
import { digestText } from '../digest.ts'
import { firstAccounts } from '../first-accounts.ts'
import { byHand } from '../hand.ts'
import { recount } from '../job.ts'
import { type Change, changeOf, medianOf } from './interval.ts'
import { kernel } from './kernel.ts'
import { NoBaseline } from './no-baseline.ts'

/** What the fold is held beside, in turn with it: work that no change of ours touches, and the fold by hand where it knows the profile. */
export const yardsticks = ['kernel', 'hand'] as const
export type Yardstick = (typeof yardsticks)[number]

/** Speeds of the fold: how long a yardstick took beside it, by how long the fold did. */
export interface Ratios {
  readonly format: 'billstorm recompute ratios'
  readonly version: 2
  readonly profile: string
  /** What was folded: another file, or another state of its accounts, cannot be compared. */
  readonly facts: number
  readonly digest: string
  readonly kernel: readonly number[]
  readonly hand?: readonly number[] | undefined
}

const speeds = z.array(z.number().positive()).min(7).max(10_000)
const shape = z.object({
  format: z.literal('billstorm recompute ratios'),
  version: z.literal(2),
  profile: z.string(),
  facts: z.int().positive(),
  digest: z.string(),
  kernel: speeds,
  hand: speeds.optional(),
})

/** Kernels take about such a part of the time that a fold takes, before it and after it. */
const shareOfKernels = 8

/** An engine knows code well after seconds only. */
const warmUpMs = 3_000

export interface Timing {
  /** 7 at least. */
  readonly rounds: number
  /** Who folds; ours. */
  readonly contender?: Contender | undefined
  /** Does a job and says how long it took, in milliseconds. */
  readonly timed?: ((job: () => void) => number) | undefined
  /** So long everything runs before it is measured. */
  readonly warmMs?: number | undefined
}

/** Of the processor, and not of the clock on the wall: what else the machine does meanwhile is nobody's doing here. */
function byProcessor(job: () => void): number {
  const began = process.cpuUsage()
  job()
  const { user, system } = process.cpuUsage(began)
  return Math.max(1, user + system) / 1_000
}

/** Measures accounts once and again; the same ones each time. @throws FactFileError or Unfoldable when the file is at fault */
export function ratiosOf(path: string, prefix: number, timing: Timing): Ratios {
  return measuring(path, prefix)(timing)
}

/** The same for whoever measures more often. */
export function measuring(path: string, prefix: number): (timing: Timing) => Ratios {
  const reader = openFacts(path)
  const { header } = reader
  reader.close()
  const accounts = firstAccounts(path, prefix)
  const { digest, facts } = recount(accounts, header, compiled)
  const isKnownByHand = byHand.profiles.includes(header.profile)
  return ({ rounds, contender = compiled, timed = byProcessor, warmMs = warmUpMs }) => {
    const fold = (): number => timed(() => void recount(accounts, header, contender))
    const hand = (): number => timed(() => void recount(accounts, header, byHand))
    let kernels = 1
    const beside = (): number => {
      let sum = 0
      for (let count = 0; count < kernels; count++) sum += timed(() => void kernel())
      return sum / kernels
    }
    const ratios: Record<Yardstick, number[]> = { kernel: [], hand: [] }
    // Nobody waits longer for it where others have the processor.
    const until = performance.now() + warmMs
    for (let spent = 0; spent < warmMs && performance.now() < until;) {
      const folded = fold()
      // One by itself says little of the seconds in which a large fold runs.
      const one = beside()
      kernels = Math.max(1, Math.round(folded / one / shareOfKernels))
      spent += folded + one * kernels + (isKnownByHand ? hand() : 0)
    }
    for (let round = 0; round < rounds; round++) {
      // In turn, so that whatever comes over the machine comes over all.
      const before = beside()
      const handFirst = isKnownByHand && round % 2 === 0 ? hand() : undefined
      const folded = fold()
      if (isKnownByHand) ratios.hand.push((handFirst ?? hand()) / folded)
      ratios.kernel.push((before + beside()) / 2 / folded)
    }
    return {
      format: 'billstorm recompute ratios',
      version: 2,
      profile: header.profile,
      facts,
      digest: digestText(digest),
      kernel: ratios.kernel,
      ...(isKnownByHand ? { hand: ratios.hand } : {}),
    }
  }
}

/** Whole or not at all. */
export function saveRatios(path: string, ratios: Ratios): void {
  const file = new WholeFile(path)
  file.write(Buffer.from(`${JSON.stringify(ratios, null, 2)}\n`))
  file.commit()
}

/** @throws NoBaseline */
export function readRatios(path: string): Ratios {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (thrown) {
    const why = thrown instanceof z.ZodError ? z.prettifyError(thrown).split('\n')[0]! : (thrown as Error).message
    throw new NoBaseline(`${path} holds no stored ratios: ${why}`)
  }
}

/** How much has changed, by each yardstick that both were held beside. @throws NoBaseline when they are of other facts */
export function against(now: Ratios, then: Ratios): Changes {
  if (now.facts !== then.facts || now.digest !== then.digest || now.profile !== then.profile)
    throw new NoBaseline(
      `the stored ratios are of ${then.facts} facts that come to ${then.digest}, and these ${now.facts} facts come to ${now.digest}; save them anew`,
    )
  return {
    kernel: changeOf(now.kernel, then.kernel),
    ...(now.hand === undefined || then.hand === undefined ? {} : { hand: changeOf(now.hand, then.hand) }),
  }
}

export interface Changes {
  readonly kernel: Change
  readonly hand?: Change | undefined
}

/** Slower for sure: all of the interval lies below, whatever it is held beside. */
export const isSlower = ({ kernel: byKernel, hand }: Changes, failBelow: number): boolean =>
  byKernel.high < failBelow && (hand === undefined || hand.high < failBelow)

export function gateText(now: Ratios, changes: Changes | undefined, failBelow: number): string {
  const inOf = (name: string, ratios: readonly number[]): string => `${(1 / medianOf(ratios)).toFixed(2)} ${name}`
  const change = ({ median, low, high }: Change, name: string): string =>
    `× ${median.toFixed(3)} of the stored speed by the ${name}, 95 % of resamples from ${low.toFixed(3)} to ${high.toFixed(3)}`
  return [
    `${now.facts} facts, profile ${now.profile}, digest ${now.digest}: a fold in ${inOf('kernels', now.kernel)}${now.hand === undefined ? '' : ` and ${inOf('folds by hand', now.hand)}`}, median of ${now.kernel.length}`,
    ...(changes === undefined
      ? []
      : [
          change(changes.kernel, 'kernel'),
          ...(changes.hand === undefined ? [] : [change(changes.hand, 'fold by hand')]),
          isSlower(changes, failBelow) ? `SLOWER than ${failBelow} for sure` : `not slower than ${failBelow} for sure`,
        ]),
  ].join('\n')
}
