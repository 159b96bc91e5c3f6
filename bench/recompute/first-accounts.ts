import { openFacts } from '../facts/open-facts.ts'
import { type AccountFacts, Grouping } from './grouped.ts'

/** Whole accounts: those that come up first in the file, with all their facts; about so many facts. */
export function firstAccounts(path: string, prefix: number): readonly AccountFacts[] {
  const reader = openFacts(path)
  const { facts, accounts } = reader.header
  const most = Math.ceil((prefix * accounts) / Math.max(1, facts))
  const chosen = new Set<string>()
  const grouping = new Grouping()
  let nth = 0
  for (const batch of reader.batches())
    for (const line of batch) {
      nth++
      const { who } = line.fact
      if (chosen.has(who) || (chosen.size < most && chosen.add(who))) grouping.add(line, nth)
    }
  return [...grouping.accounts]
}
