import { grouped } from '#machines'
import { arch, cpus, platform } from 'node:os'
import type { Task } from 'tinybench'
import { quantilesOf } from './quantiles.ts'

export interface BenchRow {
  readonly name: string
  /** What is counted: `events`, `transitions`. */
  readonly unit: string
  /** Units a second at the median iteration. */
  readonly perSecond: number
  /** Milliseconds an iteration. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Standard deviation over mean. */
  readonly cv: number
  readonly cores: number
}

export interface BenchReport {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly os: string; readonly node: string }
  readonly tasks: readonly BenchRow[]
  readonly ratios: readonly { readonly name: string; readonly value: number }[]
  readonly runs: { readonly count: number; readonly eventsP50: number; readonly faultsP50: number }
}

export const machineFacts = (): BenchReport['machine'] => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  os: `${platform()} ${arch()}`,
  node: process.versions.node,
})

/** @param units how many of the unit an iteration does */
export function rowOf(task: Task, units: number, unit: string): BenchRow {
  const { result } = task
  if (result.state !== 'completed') throw new Error(`${task.name} did not finish: ${result.state}`)
  const { latency } = result
  const quantiles = quantilesOf(latency.samples ?? [latency.mean])
  return {
    name: task.name,
    unit,
    perSecond: (units / quantiles.p50) * 1_000,
    ...quantiles,
    cv: latency.sd / latency.mean,
    cores: 1,
  }
}

/** A figure of a table: of large ones nobody reads fractions. */
export const figure = (value: number): string => (value >= 100 ? grouped(Math.round(value)) : value.toFixed(2))

/** A table for people. */
export function benchText(report: BenchReport): string {
  const { machine, tasks, ratios, runs } = report
  const rows = tasks.map(
    (row) =>
      `  ${row.name.padEnd(24)}${`${figure(row.perSecond)} ${row.unit}/s`.padStart(26)}   p50 ${figure(row.p50)} ms   cv ${(row.cv * 100).toFixed(0)} %`,
  )
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}; one core used`,
    ...rows,
    ...ratios.map((ratio) => `  ${ratio.name.padEnd(24)}${ratio.value.toFixed(2).padStart(26)}`),
    `  ${figure(runs.count)} runs; p50 of a run: ${runs.eventsP50} events, ${runs.faultsP50} faults`,
  ].join('\n')
}
