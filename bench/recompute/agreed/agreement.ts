import { type Parts, standardParts } from '#machines'
import { openFacts } from '../../facts/open-facts.ts'
import { digestOf } from '../digest.ts'
import { Grouping } from '../grouped.ts'
import { objections } from './objections.ts'

/** What the accountant says of some accounts of a file. */
export interface Agreement {
  /** Accounts that were drawn and worked out. */
  readonly accounts: number
  /** Drawn, and too large to be walked through day by day. */
  readonly tooLarge: number
  readonly objected: number
  /** The first that come to something else than the accountant works out, with why. */
  readonly first: readonly { readonly who: string; readonly says: readonly string[] }[]
}

/** Of a larger account the accountant, who is naive, takes minutes. */
const mostFacts = 1_000
const shown = 10

/**
 * Draws about so many accounts of a file, by its seed and their names, and asks the accountant what they come to.
 * @param parts what the recompute that is judged is made of
 * @throws FactFileError or Unfoldable when the file is at fault
 */
export function agreement(path: string, wanted: number, parts: Parts = standardParts): Agreement {
  let chance = 0
  const reader = openFacts(path, (who) => digestOf(`${reader.header.seed} ${who}`).low < chance)
  const { header } = reader
  chance = (wanted / Math.max(1, header.accounts)) * 2 ** 32
  const grouping = new Grouping()
  for (const batch of reader.batches()) for (let i = 0; i < batch.length; i++) grouping.add(batch[i]!, reader.nth(i))
  const first: { who: string; says: readonly string[] }[] = []
  let [accounts, tooLarge, objected] = [0, 0, 0]
  for (const account of grouping.accounts) {
    if (account.facts.length > mostFacts) {
      tooLarge++
      continue
    }
    accounts++
    const says = objections(account, header.policies[account.policy]!, header.asOf, parts)
    if (says.length === 0) continue
    objected++
    if (first.length < shown) first.push({ who: account.who, says })
  }
  return { accounts, tooLarge, objected, first }
}
