import type { AccountState } from './domain/account.ts'
import { minor } from './domain/money.ts'
import type { Standing } from './domain/view.ts'
import { statusOf } from './view-of.ts'

/** Where an account stands in a few words: what is kept for whoever looks it up, and can always be made again. */
export function standingOf({ subscriptions, ledger }: Pick<AccountState, 'subscriptions' | 'ledger'>): Standing {
  const last = subscriptions.at(-1)
  let [received, owed] = [0, 0]
  for (const { account, amount } of ledger)
    if (account === 'cash') received += amount
    // What the provider asked for a dispute was never the customer's.
    else if (account === 'fees') received -= amount
    else if (account === 'receivable') owed += amount
  return {
    status: last === undefined ? 'none' : statusOf(last.state),
    plan: last?.plan ?? '',
    quantity: last?.quantity ?? 0,
    received: minor(received),
    owed: minor(owed),
  }
}
