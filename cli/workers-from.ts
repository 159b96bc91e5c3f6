import { availableParallelism } from 'node:os'
import { Misuse } from './misuse.ts'

/** @throws Misuse when it is neither a count nor `auto` */
export function workersFrom(text: string): number {
  if (text === 'auto') return Math.max(1, availableParallelism())
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw new Misuse(`--workers takes a number from 1 to 256 or auto, not ${JSON.stringify(text)}`)
  return count
}
