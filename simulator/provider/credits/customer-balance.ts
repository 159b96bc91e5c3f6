import { liveCustomer, reviseCustomer, type Customer, type CustomerEntry } from '../customers.ts'
import { badInteger, missing, noSuch } from '../errors.ts'
import { ownerOf } from '../ids.ts'
import type { Invoice } from '../invoice-objects.ts'
import { createdWithin, page } from '../lists.ts'
import { integer, metadata, needText, noMetadata, text, type Metadata, type Params } from '../read.ts'
import type { Entry } from '../store.ts'
import { revise, unix, type Work } from '../work.ts'

/** Why a balance moved. @source SN `CustomerBalanceTransaction.type`, those that can come about here */
export type BalanceMove = 'adjustment' | 'applied_to_invoice' | 'credit_note' | 'initial' | 'invoice_too_small' | 'unapplied_from_invoice'

export type CustomerBalanceTransaction = {
  readonly id: string
  readonly object: 'customer_balance_transaction'
  /** Negative is credit for the customer. */
  readonly amount: number
  readonly checkout_session: null
  readonly created: number
  readonly credit_note: string | null
  readonly currency: string
  readonly customer: string
  readonly customer_account: null
  readonly description: string | null
  readonly ending_balance: number
  readonly invoice: string | null
  readonly livemode: false
  readonly metadata: Metadata
  readonly type: BalanceMove
}
type BalanceEntry = Entry<CustomerBalanceTransaction, undefined>

export interface Move {
  readonly amount: number
  readonly currency: string
  readonly type: BalanceMove
  readonly invoice?: string
  readonly creditNote?: string
  readonly description?: string | undefined
  readonly metadata?: Metadata
}

/** A customer's balance in a currency; `balance` shows the one in the customer's own. @source SN `Customer.invoice_credit_balance` */
export const balanceOf = ({ object, hidden }: CustomerEntry, currency: string): number =>
  object.currency === null || object.currency === currency ? object.balance : (hidden?.balances[currency] ?? 0)

/**
 * Moves a customer's balance, which is the sum of its moves and nothing else.
 * @source SD/billing/customer/balance: computed from a ledger of immutable transactions
 */
export function moveBalance(work: Work, customer: string, move: Move): CustomerBalanceTransaction {
  const entry = work.store.get<CustomerEntry>(customer)!
  const { currency } = move
  const ending = balanceOf(entry, currency) + move.amount
  const transaction = record(work, customer, move, ending)
  if (entry.object.currency === null || entry.object.currency === currency) reviseCustomer(work, customer, { balance: ending, currency })
  else work.store.put(ownerOf(customer)!, customer, { ...entry, hidden: { balances: { ...entry.hidden?.balances, [currency]: ending } } })
  return transaction
}

/**
 * What an invoice takes of the balance when it is finalized, or adds to it when it is credit itself. What is too small to be
 * charged is carried over to the next.
 * @source SN `Invoice.ending_balance`, billing.md 1.2; that credit of an invoice counts as applied is not confirmed
 */
export function takeBalance(work: Work, invoice: Invoice, balance: number, tooSmall: number | undefined): void {
  const { id, customer, currency, total } = invoice
  const applied = total + balance > 0 ? -balance : total
  if (applied !== 0) moveBalance(work, customer, { amount: applied, currency, type: 'applied_to_invoice', invoice: id })
  if (tooSmall !== undefined) moveBalance(work, customer, { amount: tooSmall, currency, type: 'invoice_too_small', invoice: id })
}

function record(work: Work, customer: string, move: Move, ending: number): CustomerBalanceTransaction {
  const owner = ownerOf(customer)!
  const id = work.store.mint('cbtxn', owner)
  const object: CustomerBalanceTransaction = {
    id,
    object: 'customer_balance_transaction',
    amount: move.amount,
    checkout_session: null,
    created: unix(work.now),
    credit_note: move.creditNote ?? null,
    currency: move.currency,
    customer,
    customer_account: null,
    description: move.description ?? null,
    ending_balance: ending,
    invoice: move.invoice ?? null,
    livemode: false,
    metadata: move.metadata ?? noMetadata,
    type: move.type,
  }
  work.store.put(owner, id, { object, hidden: undefined })
  return object
}

/** The balance that a customer was made with, or was set to: one entry for the difference. */
export function bookBalance(work: Work, customer: Customer, before: number): void {
  const amount = customer.balance - before
  if (amount === 0) return
  const currency = customer.currency ?? work.settings.currency
  record(
    work,
    customer.id,
    { amount, currency, type: before === 0 && isNew(work, customer.id) ? 'initial' : 'adjustment' },
    customer.balance,
  )
}

const isNew = (work: Work, customer: string): boolean => balanceMoves(work, customer).length === 0

/** The ledger of a customer's balance, oldest first. */
const balanceMoves = (work: Work, customer: string): readonly CustomerBalanceTransaction[] =>
  work.store
    .of<BalanceEntry>('cbtxn', ownerOf(customer)!)
    .map((entry) => entry.object)
    .filter((each) => each.customer === customer)

/** Credit that an operator gives (negative), or takes. @source SN `customers.createBalanceTransaction` */
export function createBalanceTransaction(work: Work, customerId: string, params: Params): CustomerBalanceTransaction {
  liveCustomer(work, customerId, 'id')
  const amount = integer(params, 'amount')
  if (amount === undefined) throw missing('amount')
  if (amount === 0) throw badInteger('amount', amount)
  const currency = needText(params, 'currency').toLowerCase()
  return moveBalance(work, customerId, {
    amount,
    currency,
    type: 'adjustment',
    description: text(params, 'description'),
    metadata: metadata(params),
  })
}

export function listBalanceTransactions(work: Work, customerId: string, params: Params): unknown {
  liveCustomer(work, customerId, 'id')
  const created = createdWithin(params)
  const invoice = text(params, 'invoice')
  const all = [...balanceMoves(work, customerId)]
    .reverse()
    .filter((each) => created(each.created) && (invoice === undefined || each.invoice === invoice))
  return page(all, `/v1/customers/${customerId}/balance_transactions`, params)
}

/** @param id of the transaction; its customer is named in the path too */
export function findBalanceTransaction(work: Work, id: string, params: Params): BalanceEntry {
  const entry = work.store.get<BalanceEntry>(id)
  if (entry === undefined || entry.object.object !== 'customer_balance_transaction' || entry.object.customer !== text(params, 'customer'))
    throw noSuch('customer balance transaction', id, 'id')
  return entry
}

/** What moved stays; what is written beside it may change. */
export function updateBalanceTransaction(work: Work, id: string, params: Params): CustomerBalanceTransaction {
  const entry = findBalanceTransaction(work, id, params)
  const next: CustomerBalanceTransaction = {
    ...entry.object,
    metadata: metadata(params, entry.object.metadata),
    ...(params['description'] === undefined ? {} : { description: text(params, 'description') ?? null }),
  }
  return revise(work, ownerOf(id)!, undefined, entry, next).object
}
