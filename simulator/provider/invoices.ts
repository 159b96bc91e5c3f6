import { minor } from '#machines'
import type { Instant } from '#machines'
import { balanceOf, takeBalance } from './credits/customer-balance.ts'
import { reviseCustomer, type CustomerEntry } from './customers.ts'
import { ownerOf } from './ids.ts'
import { markUncollectible, voidInvoice } from './invoice-ends.ts'
import { invoiceAt, type Invoice, type InvoiceEntry } from './invoice-objects.ts'
import { collect, markPaid, newInvoicePayment } from './invoice-payments.ts'
import { sendByItself, watchDue } from './payment-terms.ts'
import { leastCharge, newIntent } from './payments.ts'
import type { SubscriptionEntry } from './subscription-objects.ts'
import { emit, revise, unix, type Work } from './work.ts'

/** Sets when a draft becomes an invoice by itself. */
export function finalizeLater(work: Work, id: string, at: Instant): void {
  const entry = invoiceAt(work, id)
  const attempt = entry.object.collection_method === 'send_invoice' ? null : unix(at)
  revise(work, ownerOf(id)!, undefined, entry, { ...entry.object, automatically_finalizes_at: unix(at), next_payment_attempt: attempt })
  work.store.timer(ownerOf(id)!, 'finalize invoice', id, at)
}

/**
 * Makes a draft an invoice: takes the customer's balance up, gives the number, and the payment intent if money is due.
 * What is due to nobody is paid at once; less than the least charge waits on the customer's balance.
 * @source billing.md 1.2
 */
export function finalizeInvoice(work: Work, id: string): InvoiceEntry {
  const entry = invoiceAt(work, id)
  const owner = ownerOf(id)!
  const draft = entry.object
  work.store.timer(owner, 'finalize invoice', id, undefined)
  const customerEntry = work.store.get<CustomerEntry>(draft.customer)!
  const customer = customerEntry.object
  const balance = balanceOf(customerEntry, draft.currency)
  const owed = draft.total + balance
  const tooSmall = owed > 0 && owed < leastCharge(work, draft.currency)
  const due = owed <= 0 || tooSmall ? 0 : owed
  const ending = owed <= 0 || tooSmall ? owed : 0
  const sequence = customer.next_invoice_sequence
  reviseCustomer(
    work,
    customer.id,
    { next_invoice_sequence: draft.number === null ? sequence + 1 : sequence, currency: customer.currency ?? draft.currency },
    true,
  )
  if (ending !== balance) takeBalance(work, draft, balance, tooSmall ? owed : undefined)
  const intent =
    due === 0 || draft.collection_method === 'send_invoice'
      ? undefined
      : newIntent(work, {
          owner,
          amount: minor(due),
          currency: draft.currency,
          customer: customer.id,
          method: null,
          description: draft.description,
          metadata: {},
          purpose: entry.hidden.purpose,
          invoice: id,
          // The card that pays a first invoice is kept for the next ones.
          setupFutureUsage: draft.billing_reason === 'subscription_create' ? 'off_session' : null,
        })
  const payment = intent === undefined ? undefined : newInvoicePayment(work, owner, draft, intent.object.id, due)
  const next: Invoice = {
    ...draft,
    status: 'open',
    amount_due: due,
    amount_remaining: due,
    starting_balance: balance,
    ending_balance: ending,
    number: draft.number ?? `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    effective_at: draft.effective_at ?? unix(work.now),
    automatically_finalizes_at: null,
    next_payment_attempt: null,
    hosted_invoice_url: `https://invoice.stripe.com/i/${id}`,
    status_transitions: { ...draft.status_transitions, finalized_at: unix(work.now) },
  }
  revise(work, owner, undefined, entry, next, { ...entry.hidden, intent: intent?.object.id, payment })
  emit(work, owner, 'invoice.finalized', next)
  if (due === 0) markPaid(work, id, { attempted: true })
  else watchDue(work, next)
  return invoiceAt(work, id)
}

/** The draft's hour is over: it becomes an invoice and its money is tried, or it is sent. */
export function advanceInvoice(work: Work, id: string): void {
  if (invoiceAt(work, id).object.status !== 'draft') return
  const entry = finalizeInvoice(work, id)
  if (entry.object.status !== 'open') return
  const { subscription } = entry.hidden
  const paused = subscription === undefined ? null : work.store.get<SubscriptionEntry>(subscription)!.object.pause_collection
  // What was drafted before the pause, to be kept as a draft later, is none of those.
  if (paused?.behavior === 'void') voidInvoice(work, id, 'subscription')
  else if (paused?.behavior === 'mark_uncollectible') markUncollectible(work, id)
  else if (entry.object.collection_method === 'send_invoice') sendByItself(work, entry)
  else if (entry.object.auto_advance) collect(work, id, 'automatic')
}
