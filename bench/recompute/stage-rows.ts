import { type Quantiles, quantilesOf } from '../quantiles.ts'
import { stages } from './pass.ts'

/** One stage of the job: `fold` has `order` in it. */
export interface StageRow extends Quantiles {
  readonly name: string
  readonly factsPerSecond: number
}

/** @param times milliseconds, one for each round */
export function stageRow(name: string, times: readonly number[], facts: number): StageRow {
  const quantiles = quantilesOf(times)
  return { name, ...quantiles, factsPerSecond: (facts / quantiles.p50) * 1_000 }
}

/** The whole job first, and then each of its stages. @param byStage milliseconds of each stage, by round */
export function stageRows(byStage: readonly (readonly number[])[], facts: number): readonly [StageRow, ...StageRow[]] {
  const whole = byStage[0]!.map((_, round) => byStage.reduce((sum, stage) => sum + stage[round]!, 0))
  return [stageRow('end to end', whole, facts), ...stages.map((name, index) => stageRow(name, byStage[index]!, facts))]
}
