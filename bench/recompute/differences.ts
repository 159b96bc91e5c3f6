import type { Contender } from './contender.ts'
import type { AccountFacts } from './grouped.ts'
import type { Terms } from './job.ts'
import type { StateLine } from './state-line.ts'
import { stateText } from './state-line.ts'

/** An account that two contenders do not agree on. */
export interface Disagreement {
  readonly account: AccountFacts
  readonly expected: StateLine
  readonly got: StateLine
}

/** The first accounts that come to something else. @param most how many at most */
export function disagreements(
  accounts: Iterable<AccountFacts>,
  { policies, asOf }: Terms,
  ours: Contender,
  theirs: Contender,
  most: number,
): readonly Disagreement[] {
  const found: Disagreement[] = []
  for (const account of accounts) {
    const policy = policies[account.policy]!
    const expected = ours.stateOf(account, policy, asOf)
    const got = theirs.stateOf(account, policy, asOf)
    if (stateText(expected) !== stateText(got)) found.push({ account, expected, got })
    if (found.length === most) break
  }
  return found
}
