import { openFacts } from '../facts/open-facts.ts'
import { type AccountFacts, Grouping } from './grouped.ts'

/** Whole accounts: those that come up first in the file, with all their facts; about so many facts. */
export function firstAccounts(path: string, prefix: number): readonly AccountFacts[] {
  const chosen = new Set<string>()
  let most = 0
  const reader = openFacts(path, (who) => chosen.has(who) || (chosen.size < most && chosen.add(who).has(who)))
  const { facts, accounts } = reader.header
  most = Math.ceil((prefix * accounts) / Math.max(1, facts))
  const grouping = new Grouping()
  for (const batch of reader.batches()) for (let i = 0; i < batch.length; i++) grouping.add(batch[i]!, reader.nth(i))
  return [...grouping.accounts]
}
