import type { Fact } from '#machines'
import { factText } from '../../facts/line.ts'
import type { Written } from './record.ts'

/** The facts of an account, those that it had and those that came. */
export interface Joined {
  /** In order, each once. */
  readonly facts: readonly Written[]
  readonly fresh: number
  readonly repeated: number
}

/**
 * Puts facts beside those that an account has, each id once.
 * @param says what is wrong with one that came, by its place among them
 */
export function joined(had: readonly Written[], came: readonly Written[], says: (nth: number, wrong: string) => Error): Joined {
  const known = new Map<string, Written>()
  for (const each of had) known.set(each.fact.id, each)
  const facts = [...had]
  for (const [nth, each] of came.entries()) {
    const before = known.get(each.fact.id)
    if (before === undefined) {
      known.set(each.fact.id, each)
      facts.push(each)
    } else if (!areSame(before, each))
      throw says(nth, `has the id ${JSON.stringify(each.fact.id)} of another fact, and says something else`)
  }
  const fresh = facts.length - had.length
  if (fresh > 0) facts.sort(inOrder)
  return { facts, fresh, repeated: came.length - fresh }
}

function areSame(a: Written, b: Written): boolean {
  const isSameText = a.template === b.template && a.fact.at === b.fact.at && a.to - a.from === b.to - b.from
  if (isSameText && Buffer.compare(a.bytes.subarray(a.from, a.to), b.bytes.subarray(b.from, b.to)) === 0) return true
  return factText(a.fact) === factText(b.fact)
}

const inOrder = ({ fact: a }: Written, { fact: b }: Written): number =>
  a.at - b.at || a.recordedAt - b.recordedAt || byText(a.kind, b.kind) || byText(a.id, b.id)

const byText = (a: Fact['kind' | 'id'], b: Fact['kind' | 'id']): number => (a < b ? -1 : a > b ? 1 : 0)
