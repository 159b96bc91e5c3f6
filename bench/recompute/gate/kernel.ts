import { digestOf } from '../digest.ts'

interface Item {
  readonly name: string
  readonly at: number
  readonly parts: readonly number[]
}

const items = 4_000

/**
 * Work of the kind that a fold does, which no change of ours touches: names, small objects, a map, a sort, a hash. How long it takes says how
 * fast this machine is at this moment.
 * @returns always the same number
 */
export function kernel(): number {
  const known = new Map<string, Item>()
  for (let i = 0; i < items; i++) {
    const at = Math.imul(i, 0x9e37_79b1) >>> 0
    known.set(`item ${at % 977}/${i}`, { name: `item ${i}`, at, parts: [i, at & 255, i % 7] })
  }
  const ordered = [...known.values()].sort((a, b) => a.at - b.at)
  let sum = 0
  for (const { name, parts } of ordered) {
    sum = (sum + digestOf(name).low) >>> 0
    for (const part of parts) sum = (sum + part) >>> 0
  }
  return sum
}
