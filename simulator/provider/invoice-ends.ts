import type { Who } from '#machines'
import { moveBalance } from './credits/customer-balance.ts'
import { unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import { findInvoice, invoiceAt, type Invoice, type InvoiceEntry } from './invoice-objects.ts'
import { forgetDue } from './payment-terms.ts'
import { cancelIntent, findIntent } from './payments.ts'
import { emit, revise, unix, type Work } from './work.ts'

/**
 * Open or uncollectible becomes void, for good.
 * @param tells whether the subscription learns that nobody waits for this money; not when it is the one that gave it up
 */
export function voidInvoice(work: Work, id: string, tells: 'subscription' | 'nobody'): Invoice {
  const entry = invoiceAt(work, id)
  if (entry.object.status !== 'open' && entry.object.status !== 'uncollectible')
    throw unfit(undefined, undefined, `the invoice is ${entry.object.status}; an open or uncollectible one can become void`)
  const owner = ownerOf(id)!
  const next: Invoice = {
    ...entry.object,
    status: 'void',
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...entry.object.status_transitions, voided_at: unix(work.now) },
  }
  drop(work, owner, entry, next)
  if (entry.hidden.intent !== undefined) cancelIntent(work, findIntent(work, entry.hidden.intent), 'void_invoice')
  // What the invoice had taken from the customer's balance goes back. @source SD changelog 2019-12-03
  const used = (entry.object.ending_balance ?? 0) - entry.object.starting_balance
  if (used !== 0) moveBalance(work, next.customer, { amount: -used, currency: next.currency, type: 'unapplied_from_invoice', invoice: id })
  emit(work, owner, 'invoice.voided', next)
  if (tells === 'subscription') work.hooks.invoiceDropped(work, id)
  return next
}

function drop(work: Work, owner: Who, entry: InvoiceEntry, next: Invoice): void {
  revise(work, owner, undefined, entry, next)
  work.store.timer(owner, 'retry invoice', next.id, undefined)
  forgetDue(work, next)
}

export function markUncollectible(work: Work, id: string): Invoice {
  const entry = findInvoice(work, id)
  if (entry.object.status !== 'open')
    throw unfit(undefined, undefined, `the invoice is ${entry.object.status}; an open one can become uncollectible`)
  const owner = ownerOf(id)!
  const next: Invoice = {
    ...entry.object,
    status: 'uncollectible',
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...entry.object.status_transitions, marked_uncollectible_at: unix(work.now) },
  }
  drop(work, owner, entry, next)
  emit(work, owner, 'invoice.marked_uncollectible', next)
  work.hooks.invoiceDropped(work, id)
  return next
}
