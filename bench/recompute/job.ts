import type { Instant, Policy } from '#machines'
import type { Contender } from './contender.ts'
import { type Digest, digestOf, Summing } from './digest.ts'
import type { AccountFacts } from './grouped.ts'
import { type StateLine, stateText } from './state-line.ts'

/** What a file is recomputed under. */
export interface Terms {
  readonly policies: readonly Policy[]
  readonly asOf: Instant
}

export interface Recounted {
  readonly digest: Digest
  readonly accounts: number
  readonly facts: number
  readonly bytes: number
  /** Milliseconds in which accounts were ordered and folded, and in which their lines were written. */
  readonly foldMs: number
  readonly writeMs: number
}

/** Stages take turns over so many facts, in whole accounts: enough that looking at the clock costs nothing. */
const factsOfATurn = 2_048

/**
 * Orders, folds and writes accounts whose facts are together.
 * @param writes gets the lines of a turn, each with its end of line
 */
export function recount(
  accounts: Iterable<AccountFacts>,
  { policies, asOf }: Terms,
  { stateOf }: Contender,
  writes?: (lines: string) => void,
): Recounted {
  const sum = new Summing()
  let [count, facts, bytes, foldMs, writeMs] = [0, 0, 0, 0, 0]
  let turn: AccountFacts[] = []
  let waiting = 0
  const takeTurn = (): void => {
    const began = performance.now()
    const states: StateLine[] = []
    for (let i = 0; i < turn.length; i++) states.push(stateOf(turn[i]!, policies[turn[i]!.policy]!, asOf))
    const folded = performance.now()
    let text = ''
    for (let i = 0; i < states.length; i++) {
      const line = stateText(states[i]!)
      sum.add(digestOf(line))
      bytes += line.length + 1
      if (writes !== undefined) text += `${line}\n`
    }
    writes?.(text)
    const written = performance.now()
    foldMs += folded - began
    writeMs += written - folded
    count += turn.length
    facts += waiting
    turn = []
    waiting = 0
  }
  for (const account of accounts) {
    turn.push(account)
    waiting += account.facts.length
    if (waiting >= factsOfATurn) takeTurn()
  }
  takeTurn()
  return { digest: sum.digest, accounts: count, facts, bytes, foldMs, writeMs }
}
