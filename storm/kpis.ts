import { eye, KpiMeter, type Kpis, type Look, lookAt, recounted, runSync } from '#simulator'
import type { Arena } from './arena.ts'
import type { Task } from './task.ts'
import { twinFor } from './world.ts'

/** A run's figures, counted while it went on and once more when it was over. */
export interface RunKpis {
  readonly counted: Kpis
  readonly recounted: Kpis
  /** Why the run came to no end; undefined when it did. */
  readonly why: string | undefined
}

/** Runs a task to its end, whatever breaks, and counts what a business wants to know. Native systems only. */
export function kpisOf({ system, draw }: Pick<Arena, 'system' | 'draw'>, task: Task): RunKpis {
  const { workload, source } = draw(task)
  const meter = new KpiMeter()
  const looks: Look[] = []
  const figures = eye('every commit', (scene) => {
    const look = lookAt(scene)
    meter.sees(look)
    looks.push(look)
  })
  const { why } = runSync({ system, workload, source, invariants: [figures], makeTwin: twinFor(workload) })
  return { counted: meter.kpis, recounted: recounted(looks), why }
}
