import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { openFacts } from '../../facts/open-facts.ts'
import { WholeFile } from '../../facts/whole-file.ts'
import { compiled } from '../compiled.ts'
import type { Contender } from '../contender.ts'
import { digestText } from '../digest.ts'
import { firstAccounts } from '../first-accounts.ts'
import { recount } from '../job.ts'
import { type Change, changeOf, medianOf } from './interval.ts'
import { kernel } from './kernel.ts'
import { NoBaseline } from './no-baseline.ts'

/** Speeds of the fold, each beside the kernel that ran just before or after it: how many kernels fit into one fold, upside down. */
export interface Ratios {
  readonly format: 'billstorm recompute ratios'
  readonly version: 1
  readonly profile: string
  /** What was folded: another file, or another state of its accounts, cannot be compared. */
  readonly facts: number
  readonly digest: string
  readonly ratios: readonly number[]
}

const shape = z.object({
  format: z.literal('billstorm recompute ratios'),
  version: z.literal(1),
  profile: z.string(),
  facts: z.int().positive(),
  digest: z.string(),
  ratios: z.array(z.number().positive()).min(7).max(10_000),
})

/** An engine knows code well after seconds only. */
const warmUpMs = 3_000

export interface Timing {
  /** 7 at least. */
  readonly rounds: number
  /** Who folds; ours. */
  readonly contender?: Contender | undefined
  /** Does a job and says how long it took, in milliseconds. */
  readonly timed?: ((job: () => void) => number) | undefined
}

function byClock(job: () => void): number {
  const began = performance.now()
  job()
  return performance.now() - began
}

export function ratiosOf(path: string, prefix: number, { rounds, contender = compiled, timed = byClock }: Timing): Ratios {
  const reader = openFacts(path)
  const { header } = reader
  reader.close()
  const accounts = firstAccounts(path, prefix)
  const { digest, facts } = recount(accounts, header, compiled)
  const fold = (): number => timed(() => void recount(accounts, header, contender))
  const beside = (): number => timed(() => void kernel())
  const ratios: number[] = []
  for (let spent = 0; spent < warmUpMs;) spent += beside() + fold()
  for (let round = 0; round < rounds; round++) {
    // In turn, so that whatever comes over the machine comes over both.
    const before = beside()
    const folded = fold()
    ratios.push((before + beside()) / 2 / folded)
  }
  return { format: 'billstorm recompute ratios', version: 1, profile: header.profile, facts, digest: digestText(digest), ratios }
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

/** @throws NoBaseline when they are of other facts */
export function against(now: Ratios, then: Ratios): Change {
  if (now.facts !== then.facts || now.digest !== then.digest || now.profile !== then.profile)
    throw new NoBaseline(
      `the stored ratios are of ${then.facts} facts that come to ${then.digest}, and these ${now.facts} facts come to ${now.digest}; save them anew`,
    )
  return changeOf(now.ratios, then.ratios)
}

/** Slower for sure: all of the interval lies below. */
export const isSlower = ({ high }: Change, failBelow: number): boolean => high < failBelow

export const gateText = (now: Ratios, change: Change | undefined, failBelow: number): string =>
  [
    `${now.facts} facts, profile ${now.profile}, digest ${now.digest}: a fold in ${(1 / medianOf(now.ratios)).toFixed(2)} kernels, median of ${now.ratios.length}`,
    ...(change === undefined
      ? []
      : [
          `× ${change.median.toFixed(3)} of the stored speed, 95 % of resamples from ${change.low.toFixed(3)} to ${change.high.toFixed(3)}`,
          isSlower(change, failBelow) ? `SLOWER than ${failBelow} for sure` : `not slower than ${failBelow} for sure`,
        ]),
  ].join('\n')
