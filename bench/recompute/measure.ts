import { statSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { Bench } from 'tinybench'
import type { Profile } from '../facts/fact-file.ts'
import { openFacts } from '../facts/open-facts.ts'
import { type BenchReport, type BenchRow, machineFacts, rowOf } from '../report.ts'
import { type Agreement, agreement } from './agreed/agreement.ts'
import { compiled } from './compiled.ts'
import type { Contender } from './contender.ts'
import { contenders as everybody } from './contenders.ts'
import { type Disagreement, disagreements } from './differences.ts'
import { digestText } from './digest.ts'
import { firstAccounts } from './first-accounts.ts'
import type { AccountFacts } from './grouped.ts'
import { recount, type Terms } from './job.ts'
import { orderMs } from './pass.ts'
import { passesFor, roundsOf } from './rounds.ts'
import { stageRow, type StageRow, stageRows } from './stage-rows.ts'
import { type Quantiles, quantilesOf } from '../quantiles.ts'
import type { Tells } from '../tells.ts'

export interface RecomputeOptions {
  readonly path: string
  /** Threads of the run on several cores; 1: there is none. */
  readonly workers: number
  /** How often the whole file is gone through, and so by how many threads in turn; a first time to warm up is not counted. */
  readonly rounds: number
  /** Facts, in whole accounts, that all contenders fold. */
  readonly prefix: number
  /** Milliseconds that each contender is measured for. */
  readonly timeMs: number
  /** What the facts may take that are in memory at a time. */
  readonly memoryMb: number
  /** About how many accounts the accountant works out as well; 0: none. */
  readonly accountant: number
  readonly tells?: Tells | undefined
  /** Who competes, of all who know the file's profile; ours is the first. Default: all there are. */
  readonly contenders?: readonly Contender[] | undefined
}

export interface RecomputeReport {
  readonly machine: BenchReport['machine']
  readonly file: {
    readonly path: string
    readonly profile: Profile
    readonly facts: number
    readonly accounts: number
    readonly bytesPerFact: number
  }
  readonly digest: string
  /** How often the file was read for one round, since not all of it fits. */
  readonly passes: number
  readonly rounds: number
  readonly stages: readonly StageRow[]
  readonly prefix: { readonly facts: number; readonly accounts: number; readonly digest: string }
  readonly contenders: readonly BenchRow[]
  /** How many times as long as ours each takes for the same accounts. */
  readonly ratios: readonly { readonly name: string; readonly value: number }[]
  readonly workers: { readonly count: number; readonly factsPerSecond: number; readonly timesOne: Quantiles } | undefined
  readonly peakMemoryMb: number
  readonly accountant: Agreement | undefined
  /** Whose accounts came to something else. */
  readonly wrong: readonly { readonly name: string; readonly digest: string; readonly first: readonly Disagreement[] }[]
}

const shownDifferences = 3

/**
 * Recomputes all accounts of a file, stage by stage, and lets all who compete fold the first of them.
 * @throws FactFileError when the file is at fault
 */
export async function benchRecompute(options: RecomputeOptions): Promise<RecomputeReport> {
  const { path, workers, rounds, prefix, timeMs, memoryMb, accountant, tells = () => undefined, contenders = everybody } = options
  const reader = openFacts(path)
  const { header } = reader
  reader.close()
  const passes = passesFor(path, header.facts, memoryMb)
  const { once, byStage, together } = await roundsOf(path, { workers, rounds, passes, memoryMb, isWarm: false, tells })
  const digest = digestText(once.digest)
  const ordering = await orderMs(path, passes)
  const accounts = firstAccounts(path, prefix)
  const agreed = accountant === 0 ? undefined : agreement(path, accountant)
  const ours = recount(accounts, header, compiled)
  const known = contenders.filter(({ profiles }) => profiles.includes(header.profile))
  const wrong = known.flatMap((each) => wrongOn(accounts, header, each, digestText(ours.digest)))
  const rows = await raced(accounts, header, known, timeMs, ours.facts)
  const perSecond = (ms: number): number => (once.facts / ms) * 1_000
  const [endToEnd, ...each] = stageRows(byStage, once.facts)
  const pairs = together.map(({ ms }, round) => byStage.map((stage) => stage[round]!).reduce((sum, each) => sum + each, 0) / ms)
  return {
    machine: machineFacts(),
    file: {
      path,
      profile: header.profile,
      facts: once.facts,
      accounts: once.accounts,
      bytesPerFact: statSync(path).size / Math.max(1, once.facts),
    },
    digest,
    passes,
    rounds,
    stages: [...each, stageRow('order, in fold', [ordering], once.facts), endToEnd],
    prefix: { facts: ours.facts, accounts: ours.accounts, digest: digestText(ours.digest) },
    contenders: rows,
    ratios: rows.slice(1).map(({ name, p50 }) => ({ name, value: p50 / rows[0]!.p50 })),
    workers:
      together.length === 0
        ? undefined
        : {
            count: workers,
            factsPerSecond: perSecond(quantilesOf(together.map(({ ms }) => ms)).p50),
            timesOne: quantilesOf(pairs),
          },
    peakMemoryMb: process.resourceUsage().maxRSS / 1_024,
    accountant: agreed,
    wrong: [
      ...wrong,
      ...together.flatMap((each) =>
        digestText(each.passed.digest) === digest
          ? []
          : [{ name: `${workers} workers`, digest: digestText(each.passed.digest), first: [] }],
      ),
    ],
  }
}

/** Nothing that is measured waits: without a breath now and then no signal would be heard. */
const breath = (): Promise<void> => setImmediate()

function wrongOn(accounts: readonly AccountFacts[], terms: Terms, contender: Contender, expected: string): RecomputeReport['wrong'] {
  const digest = digestText(recount(accounts, terms, contender).digest)
  if (digest === expected) return []
  return [{ name: contender.name, digest, first: disagreements(accounts, terms, compiled, contender, shownDifferences) }]
}

async function raced(
  accounts: readonly AccountFacts[],
  terms: Terms,
  known: readonly Contender[],
  timeMs: number,
  facts: number,
): Promise<readonly BenchRow[]> {
  const bench = new Bench({ time: timeMs, iterations: 4, warmupTime: timeMs / 4, warmupIterations: 1, retainSamples: true })
  for (const contender of known) bench.add(contender.name, () => void recount(accounts, terms, contender), { beforeEach: breath })
  await bench.run()
  return bench.tasks.map((task) => rowOf(task, facts, 'facts'))
}
