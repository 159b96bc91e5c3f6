import { isoDate } from '#machines'
import { liveCustomer } from './customers.ts'
import { missing, notModelled } from './errors.ts'
import { ownerOf } from './ids.ts'
import { invoiceObject, type LineDraft } from './invoice-drafts.ts'
import { changeIn } from './new-terms.ts'
import { record, text, type Params } from './read.ts'
import { findSubscription, fullLine, periodOf, recurrence } from './subscription-objects.ts'
import type { Work } from './work.ts'

/**
 * The invoice that would come: of a change with the running period's rest, or the next renewal. Nothing of it stays.
 * @source billing.md 1.4, preview
 */
export function previewInvoice(work: Work, params: Params): unknown {
  const id = text(params, 'subscription')
  if (id === undefined) {
    if (text(params, 'customer') === undefined) throw missing('customer')
    throw notModelled('customer', 'invoices.create_preview')
  }
  const subscription = findSubscription(work, id).object
  const details = record(params, 'subscription_details') ?? {}
  const before = work.store.snapshot()
  try {
    const owner = ownerOf(id)!
    const lines = previewLines(work, id, details)
    const period = periodOf(subscription)
    const customer = liveCustomer(work, subscription.customer, 'customer').object
    let count = 0
    const { object: invoice } = invoiceObject(
      work,
      `upcoming_${owner}`,
      {
        owner,
        customer,
        subscription: { id, metadata: subscription.metadata },
        reason: 'subscription_update',
        lines,
        periodStart: period.start,
        periodEnd: period.end,
        purpose: `preview ${isoDate(work.now)}`,
        method: null,
        autoAdvance: true,
        collection: subscription.collection_method,
        daysUntilDue: undefined,
        currency: subscription.currency,
        description: null,
        metadata: {},
      },
      () => `upcoming_${owner}_line_${++count}`,
    )
    const owed = Math.max(0, invoice.total + customer.balance)
    return { ...invoice, amount_due: owed, amount_remaining: owed, billing_reason: 'upcoming' }
  } finally {
    work.store.restore(before)
  }
}

/** What a change would bill, computed without making it. @source billing.md 1.4, preview */
function previewLines(work: Work, id: string, params: Params): readonly LineDraft[] {
  const entry = findSubscription(work, id)
  const change = changeIn(work, entry, params)
  const billed = change === undefined ? [] : change.lines
  const now = change !== undefined && (change.billsNow || text(params, 'proration_behavior') === 'always_invoice')
  if (now) return billed
  const items = change === undefined ? entry.object.items.data : change.terms.items
  const { end } = periodOf(entry.object)
  const next = work.parts.calendar.boundary(entry.hidden.anchor, recurrence(items), entry.hidden.cycle + 2)
  return [...billed, ...items.map((item) => fullLine(id, item, end, next))]
}
