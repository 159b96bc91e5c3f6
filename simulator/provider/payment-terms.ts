import type { Instant } from '#machines'
import { ownerOf } from './ids.ts'
import { invoiceAt, type Invoice, type InvoiceEntry } from './invoice-objects.ts'
import type { SubscriptionEntry } from './subscription-objects.ts'
import type { TimerKind } from './store.ts'
import { after, emit, fromUnix, revise, type Work } from './work.ts'

const kinds: readonly TimerKind[] = ['invoice will be due', 'invoice due', 'invoice overdue']

/** An invoice that was sent is looked at when its day comes, and around it where the account asks for notices. */
export function watchDue(work: Work, invoice: Invoice): void {
  if (invoice.due_date === null) return
  const owner = ownerOf(invoice.id)!
  const due = fromUnix(invoice.due_date)
  const { willBeDue, overdue } = work.settings.dueNotices
  const announced = willBeDue === undefined ? undefined : ((due - willBeDue) as Instant)
  work.store.timer(owner, 'invoice due', invoice.id, due)
  if (announced !== undefined && announced > work.now) work.store.timer(owner, 'invoice will be due', invoice.id, announced)
  if (overdue !== undefined) work.store.timer(owner, 'invoice overdue', invoice.id, after(due, overdue))
}

/** Nobody waits for its day any more. */
export function forgetDue(work: Work, invoice: Invoice): void {
  if (invoice.due_date !== null) for (const kind of kinds) work.store.timer(ownerOf(invoice.id)!, kind, invoice.id, undefined)
}

/** A day of payment is near, here or past, and the invoice is open still. @source billing.md 1.1; SN `invoice.overdue`, `invoice.will_be_due` */
export function dayOfPayment(work: Work, kind: TimerKind, id: string): void {
  const { object, hidden } = invoiceAt(work, id)
  if (object.status !== 'open') return
  if (kind === 'invoice will be due') emit(work, ownerOf(id)!, 'invoice.will_be_due', object)
  if (kind === 'invoice overdue') emit(work, ownerOf(id)!, 'invoice.overdue', object)
  const subscription = hidden.subscription === undefined ? undefined : work.store.get<SubscriptionEntry>(hidden.subscription)
  if (kind === 'invoice due' && subscription?.object.status === 'active')
    revise(work, ownerOf(id)!, 'customer.subscription.updated', subscription, { ...subscription.object, status: 'past_due' })
}

/** An invoice goes to its customer by itself once it is open; one that is charged does not. @source SN `Invoice.webhooks_delivered_at` */
export function sendByItself(work: Work, { object }: InvoiceEntry): void {
  if (object.status === 'open' && object.collection_method === 'send_invoice' && object.auto_advance)
    emit(work, ownerOf(object.id)!, 'invoice.sent', object)
}
