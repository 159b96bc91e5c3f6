import { setImmediate } from 'node:timers/promises'
import { isBinary } from '../facts/open-facts.ts'
import type { Tells } from '../tells.ts'
import { compiled } from './compiled.ts'
import { Crew } from './crew.ts'
import { pass, type Passed, stages } from './pass.ts'

/** What a fact takes in memory, with what it is grouped by, as the bytes that it came in and as an object: measured on full files, and rounded up. */
const bytesOfFact = { binary: 120, ndjson: 1_200 } as const

/** How often a file is read, so that what is in memory at a time fits. */
export const passesFor = (path: string, facts: number, memoryMb: number): number =>
  Math.max(1, Math.ceil((facts * bytesOfFact[isBinary(path) ? 'binary' : 'ndjson']) / (memoryMb * 1_048_576)))

export interface Rounds {
  readonly workers: number
  readonly rounds: number
  readonly passes: number
  readonly memoryMb: number
  /** Another file was gone through just before: this thread knows the code. */
  readonly isWarm: boolean
  readonly tells: Tells
}

/** Goes through the file again and again, alone and together in turn. */
export async function roundsOf(path: string, { workers, rounds, passes, memoryMb, isWarm, tells }: Rounds) {
  const parts = Array.from({ length: passes }, (_, part) => part)
  const crew = workers > 1 ? new Crew(workers, memoryMb) : undefined
  const byStage: number[][] = stages.map(() => [])
  const together: { readonly passed: Passed; readonly ms: number }[] = []
  const passOnce = (which: string): Promise<Passed> =>
    pass(path, compiled, parts, passes, (what, done, of) => tells(`${what}, ${which}`, done, of))
  try {
    let once = isWarm ? undefined : await passOnce('to warm up')
    if (!isWarm) await crew?.pass(path, passes)
    for (let round = 0; round < rounds; round++) {
      // Nothing that is measured waits: without a breath now and then no signal would be heard.
      await setImmediate()
      once = await passOnce(`round ${round + 1} of ${rounds}`)
      for (const [index, stage] of stages.entries()) byStage[index]!.push(once.ms[stage])
      if (crew === undefined) continue
      const began = performance.now()
      const passed = await crew.pass(path, passes)
      together.push({ passed, ms: performance.now() - began })
    }
    return { once: once!, byStage, together }
  } finally {
    await crew?.close()
  }
}
