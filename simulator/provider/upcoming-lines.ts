import type { Instant } from '#machines'
import { billedPrice } from './discounts/discounted-prices.ts'
import type { LineDraft } from './invoice-drafts.ts'
import { draftOfItem, pendingItems } from './invoice-items.ts'
import { changeIn } from './new-terms.ts'
import { flag, text, type Params } from './read.ts'
import { findSubscription, fullLine, isOver, periodOf, recurrence, restLine, type Subscription } from './subscription-objects.ts'
import { wholeSecond, type Work } from './work.ts'

/**
 * What the next invoice of a subscription will have on it, after a change if one is asked for: the change itself when that is
 * billed at once, else the next period with all that waits for it.
 * @returns no lines when nothing is to come; `at` is when the invoice comes
 * @source SN `invoices.createPreview`; billing.md 1.4
 */
export function comingLines(
  work: Work,
  subscription: Subscription,
  details: Params,
): { readonly lines: readonly LineDraft[]; readonly at: Instant } {
  const { id, customer, currency } = subscription
  const waiting = pendingItems(work, customer, currency, id).map(draftOfItem)
  const { start, end } = periodOf(subscription)
  if (isOver(subscription.status)) return { lines: [], at: work.now }
  const prorates = text(details, 'proration_behavior') ?? 'create_prorations'
  if (flag(details, 'cancel_now', 'subscription_details[cancel_now]') === true) {
    const from = wholeSecond(work.now)
    const credits =
      prorates === 'none' || subscription.status === 'trialing'
        ? []
        : subscription.items.data.map((item) => restLine(work, id, item, from, start, end, -1, billedPrice(work, subscription, item)))
    return { lines: [...waiting, ...credits], at: work.now }
  }
  const entry = findSubscription(work, id)
  const change = changeIn(work, entry, details)
  const billed = change?.lines ?? []
  if (change !== undefined && (change.billsNow || (prorates === 'always_invoice' && billed.length > 0)))
    return { lines: [...waiting, ...billed], at: work.now }
  const ends = flag(details, 'cancel_at_period_end', 'subscription_details[cancel_at_period_end]') ?? subscription.cancel_at_period_end
  const items = change?.terms.items ?? subscription.items.data
  const next = work.parts.calendar.boundary(entry.hidden.anchor, recurrence(items), entry.hidden.cycle + 2)
  const full = ends ? [] : items.map((item) => fullLine(id, item, end, next))
  return { lines: [...full, ...waiting, ...billed], at: end }
}
