import type { AccountState } from './domain/account.ts'
import { minor } from './domain/money.ts'
import type { HistoryLabel, HistoryRow, LedgerRow } from './domain/view.ts'

/** What the postings of one invoice come to, in minor units. */
interface Sums {
  received: number
  returned: number
  /** What of that stays and pays for it: no more than was due, and nothing of what became the customer's again. */
  settled: number
  /** What the customer's balance pays for it. */
  credited: number
  /** Posted as owed to us and not yet settled. */
  owed: number
  /** How a debt ended that nobody paid. */
  ended: 'voided' | 'written off' | undefined
  /** With a bank that has not decided, and kept by one. */
  held: number
  lost: number
}

type InvoicePart = AccountState['invoices'][number]

/**
 * A customer's billing history. Whether an invoice was paid, given back, taken back or given up stands in the ledger, and is
 * read there alone; of the invoice itself comes only what no posting can say: that it is offered, or that nothing is due.
 */
export function historyOf({ who, invoices, ledger }: Pick<AccountState, 'who' | 'invoices' | 'ledger'>): readonly HistoryRow[] {
  const sums = sumsOf(ledger)
  return invoices.map((invoice) => {
    const sum = sums.get(invoice.id) ?? nothing
    return {
      who,
      invoice: invoice.id,
      label: labelOf(invoice, sum),
      received: minor(sum.received),
      returned: minor(sum.returned + sum.lost),
    }
  })
}

const nothing: Sums = { received: 0, returned: 0, settled: 0, credited: 0, owed: 0, ended: undefined, held: 0, lost: 0 }

function labelOf({ state, total }: InvoicePart, { received, returned, settled, credited, owed, ended, held, lost }: Sums): HistoryLabel {
  if (owed > 0) return 'open'
  if (settled > 0 && settled + credited < total) return 'partly paid'
  if (ended !== undefined) return ended
  if (held > 0) return 'disputed'
  if (lost > 0) return 'charged back'
  if (settled > 0) return returned === 0 ? 'paid' : returned < received ? 'partly refunded' : 'refunded'
  if (state === 'quote') return 'offered'
  if (state === 'open') return 'open'
  return state === 'paid' && credited >= total ? 'nothing due' : 'voided'
}

/** Postings by invoice. Those of one transaction share a name; where cash or the bank is among them, money moved, else only a debt did. */
function sumsOf(ledger: readonly LedgerRow[]): ReadonlyMap<string, Sums> {
  const cash = new Map<string, number>()
  // What a bank keeps, or gives back after all, goes from what was held to what was earned or the other way.
  const decided = new Set<string>()
  for (const row of ledger) if (row.account === 'held') decided.add(transactionOf(row))
  for (const row of ledger) if (row.account === 'cash' || row.account === 'bank') cash.set(transactionOf(row), row.amount)
  const sums = new Map<string, Sums>()
  const counted = new Set<string>()
  for (const row of ledger) {
    if (row.account !== 'receivable' && row.account !== 'revenue' && row.account !== 'held' && row.account !== 'balance') continue
    const transaction = transactionOf(row)
    const sum = sums.get(row.cause) ?? { ...nothing }
    sums.set(row.cause, sum)
    if (row.account === 'balance') sum.credited -= row.amount
    if (row.account === 'held') sum.held += row.amount
    const isDecided = row.account === 'revenue' && decided.has(transaction)
    if (isDecided) sum.lost -= row.amount
    if (isDecided || row.account === 'held' || row.account === 'balance') continue
    if (row.account === 'receivable') sum.owed += row.amount
    const moved = cash.get(transaction)
    if ((moved ?? 0) > 0 || transaction.endsWith('/part back')) sum.settled += row.account === 'revenue' ? row.amount : -row.amount
    if (moved === undefined) {
      if (row.account === 'receivable') sum.ended = endingIn(row.amount, transaction, sum.ended)
    } else if (!counted.has(transaction)) {
      counted.add(transaction)
      if (moved > 0) {
        sum.received += moved
        // What was given up may be paid after all.
        sum.ended = undefined
      } else sum.returned -= moved
    }
  }
  return sums
}

/** A debt that is new has no end; one that the balance took is neither voided nor written off. */
const endingIn = (amount: number, transaction: string, before: Sums['ended']): Sums['ended'] =>
  amount > 0 ? undefined : transaction.endsWith('/voided') ? 'voided' : transaction.endsWith('/rest') ? before : 'written off'

/** `ada/sub 1/signup/attempt 1/cash` is a posting of `ada/sub 1/signup/attempt 1`. */
const transactionOf = ({ id }: LedgerRow): string => id.slice(0, id.lastIndexOf('/'))
