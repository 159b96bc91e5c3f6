import { statSync } from 'node:fs'
import { counted, grouped } from '#machines'
import { openFacts } from '../facts/open-facts.ts'
import { type BenchReport, figure, machineFacts } from '../report.ts'
import type { Tells } from '../tells.ts'
import { digestText } from './digest.ts'
import { passesFor, roundsOf } from './rounds.ts'
import { type StageRow, stageRows } from './stage-rows.ts'

export interface GrowthOptions {
  /** From the smallest file to the largest. */
  readonly paths: readonly string[]
  readonly workers: number
  readonly rounds: number
  readonly memoryMb: number
  readonly tells?: Tells | undefined
}

/** One file of a row of ever larger ones. */
export interface GrowthRow {
  readonly facts: number
  readonly accounts: number
  readonly bytesPerFact: number
  readonly passes: number
  /** The whole job first. */
  readonly stages: readonly [StageRow, ...StageRow[]]
  /** What a fact costs, by what it costs in the file of a million; in the first, where none has as many. */
  readonly costOfFact: number
  /** Of this process, up to here. */
  readonly peakMemoryMb: number
  readonly digest: string
  /** What threads came to, where that is something else. */
  readonly wrong: readonly string[]
}

export interface GrowthReport {
  readonly machine: BenchReport['machine']
  readonly rounds: number
  readonly rows: readonly GrowthRow[]
}

const million = 1_000_000

/** Goes through ever larger files, and says what a fact costs in each. @throws FactFileError or Unfoldable when a file is at fault */
export async function benchGrowth({ paths, workers, rounds, memoryMb, tells = () => undefined }: GrowthOptions): Promise<GrowthReport> {
  const rows: Omit<GrowthRow, 'costOfFact'>[] = []
  for (const path of paths) {
    const reader = openFacts(path)
    const { facts } = reader.header
    reader.close()
    const passes = passesFor(path, facts, memoryMb)
    // A file of a million has warmed whatever comes after it.
    const isWarm = rows.some((row) => row.facts >= million)
    const told: Tells = (what, done, of) => tells(`${what}, of ${grouped(facts)}`, done, of)
    const { once, byStage, together } = await roundsOf(path, { workers, rounds, passes, memoryMb, isWarm, tells: told })
    const digest = digestText(once.digest)
    const all = stageRows(byStage, once.facts)
    rows.push({
      facts: once.facts,
      accounts: once.accounts,
      bytesPerFact: statSync(path).size / Math.max(1, once.facts),
      passes,
      stages: all,
      peakMemoryMb: process.resourceUsage().maxRSS / 1_024,
      digest,
      wrong: [...new Set(together.map(({ passed }) => digestText(passed.digest)))].filter((each) => each !== digest),
    })
  }
  const measure = rows.find(({ facts }) => facts >= million) ?? rows[0]!
  return {
    machine: machineFacts(),
    rounds,
    rows: rows.map((row) => ({ ...row, costOfFact: measure.stages[0].factsPerSecond / row.stages[0].factsPerSecond })),
  }
}

/** The table for people. */
export function growthText({ machine, rounds, rows }: GrowthReport): string {
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}; one core, ${counted(rounds, 'round')}`,
    ...rows.flatMap(({ facts, accounts, bytesPerFact, passes, stages, costOfFact, peakMemoryMb, digest, wrong }) => [
      '',
      `${grouped(facts)} facts of ${grouped(accounts)} accounts, ${figure(bytesPerFact)} bytes a fact, ${passes === 1 ? '1 pass' : `${passes} passes`}: a fact costs × ${costOfFact.toFixed(2)}, peak memory ${grouped(Math.round(peakMemoryMb))} MB, digest ${digest}`,
      ...stages.map(
        ({ name, factsPerSecond, p50, p95, p99 }) =>
          `  ${name.padEnd(12)}${`${grouped(Math.round(factsPerSecond))} facts/s`.padStart(22)}   p50 ${figure(p50)} ms   p95 ${figure(p95)}   p99 ${figure(p99)}`,
      ),
      ...wrong.map((each) => `  WRONG threads come to ${each}`),
    ]),
  ].join('\n')
}
