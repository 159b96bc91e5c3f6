import type { InvoiceRow, LedgerRow, SubscriptionRow, View, Who } from '#machines'
import type { Witness } from './scene.ts'
import { about, witness } from './witness.ts'

/** A run with faults that may not matter ends like the run without them. Two runs are compared, so it is in no catalogue. */
export const transparentFaultsChangeNothing = { code: 'BS201', name: 'transparent faults change nothing' } as const

const inWords = {
  subscription: ({ status, plan, quantity }: SubscriptionRow): string => `${status} on ${quantity} × ${plan}`,
  invoice: ({ status, paid, refunded }: InvoiceRow): string => `${status}, ${paid} paid and ${refunded} given back`,
}

/** Where an account ends otherwise than without the faults, as far as customers and books notice; the first such place. */
export function endsOtherwise(who: Who, faulty: View, clean: View): Witness | undefined {
  return (
    rowsDiffer('subscription', who, faulty.subscriptions, clean.subscriptions, inWords.subscription) ??
    rowsDiffer('invoice', who, faulty.invoices, clean.invoices, inWords.invoice) ??
    wordsDiffer('ledger', who, booksOf(who, faulty.ledger), booksOf(who, clean.ledger)) ??
    wordsDiffer('access', who, accessOf(who, faulty), accessOf(who, clean))
  )
}

function rowsDiffer<Row extends { readonly id: string; readonly who: Who }>(
  kind: string,
  who: Who,
  faulty: readonly Row[] | undefined,
  clean: readonly Row[] | undefined,
  words: (row: Row) => string,
): Witness | undefined {
  const own = (rows: readonly Row[] | undefined): ReadonlyMap<string, string> =>
    new Map((rows ?? []).filter((row) => row.who === who).map((row) => [row.id, words(row)]))
  const [is, should] = [own(faulty), own(clean)]
  for (const id of new Set([...should.keys(), ...is.keys()]))
    if (is.get(id) !== should.get(id))
      return witness(
        kind,
        who,
        [about(kind, id)],
        `${who}'s ${id} ends ${is.get(id) ?? 'nowhere'}; without the faults ${should.get(id) ?? 'nowhere'}`,
      )
  return undefined
}

function wordsDiffer(clause: string, who: Who, is: string, should: string): Witness | undefined {
  return is === should
    ? undefined
    : witness(clause, who, [about(clause, who)], `${who}'s ${clause} ends with ${is}; without the faults with ${should}`)
}

/** Balances by account, in minor units. */
function booksOf(who: Who, ledger: readonly LedgerRow[] | undefined): string {
  const sums = new Map<string, number>()
  for (const row of ledger ?? []) if (row.who === who) sums.set(row.account, (sums.get(row.account) ?? 0) + row.amount)
  return [...sums]
    .filter(([, sum]) => sum !== 0)
    .map(([account, sum]) => `${account} ${sum}`)
    .toSorted()
    .join(', ')
}

const accessOf = (who: Who, view: View): string =>
  (view.access ?? [])
    .filter((row) => row.who === who)
    .map(({ plan, quantity, because }) => `${quantity} × ${plan} (${because})`)
    .toSorted()
    .join(', ')
