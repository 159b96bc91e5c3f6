import type { Instant } from '#machines'
import { ownerOf } from './ids.ts'
import { invoiceAt, type Invoice } from './invoice-objects.ts'
import { collect, methodOf } from './invoice-payments.ts'
import { isHard } from './declines.ts'
import { after, revise, unix, wholeSecond, type Work } from './work.ts'

/** The next automatic attempt; without an instant there is none. */
export function scheduleRetry(work: Work, id: string, at: Instant | undefined): void {
  const entry = invoiceAt(work, id)
  const owner = ownerOf(id)!
  const next: Invoice = {
    ...entry.object,
    next_payment_attempt: at === undefined ? null : unix(at),
    ...(at === undefined ? { auto_advance: false } : {}),
  }
  revise(
    work,
    owner,
    'invoice.updated',
    entry,
    next,
    at === undefined ? entry.hidden : { ...entry.hidden, retriesUsed: entry.hidden.retriesUsed + 1 },
  )
  work.store.timer(owner, 'retry invoice', id, at)
}

/** When the next retry of an invoice would come, by the account's policy; undefined when they are used up. */
export function nextRetry(work: Work, id: string): Instant | undefined {
  const gap = work.settings.retries[invoiceAt(work, id).hidden.retriesUsed]
  return gap === undefined ? undefined : after(wholeSecond(work.now), gap)
}

/**
 * A retry is due. After a decline that the same card would only repeat, it runs only with another method.
 * @source billing.md 1.2 and 1.6
 */
export function retryInvoice(work: Work, id: string): void {
  const entry = invoiceAt(work, id)
  if (entry.object.status !== 'open') return
  const method = methodOf(work, entry.object, entry.hidden.subscription)
  const { failed } = entry.hidden
  const pointless =
    method === undefined ||
    (failed !== undefined && failed.method === method.object.id && (failed.code === 'authentication' || isHard(failed.code)))
  if (pointless) work.hooks.invoiceUnpaid(work, id, 'declined')
  else collect(work, id, 'automatic')
}

/** Stops what the vendor would do with an invoice by itself. */
export function stopCollecting(work: Work, id: string): void {
  const entry = invoiceAt(work, id)
  const owner = ownerOf(id)!
  work.store.timer(owner, 'retry invoice', id, undefined)
  work.store.timer(owner, 'finalize invoice', id, undefined)
  revise(work, owner, 'invoice.updated', entry, {
    ...entry.object,
    auto_advance: false,
    next_payment_attempt: null,
    automatically_finalizes_at: null,
  })
}
