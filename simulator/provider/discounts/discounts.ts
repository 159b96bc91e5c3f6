import { reviseCustomer, type CustomerEntry } from '../customers.ts'
import { ownerOf } from '../ids.ts'
import type { Entry } from '../store.ts'
import type { Subscription, SubscriptionEntry } from '../subscription-objects.ts'
import type { DiscountTerms } from '../totals/totals.ts'
import { emit, fromUnix, revise, unix, wholeSecond, type Work } from '../work.ts'
import { countRedemption, type Coupon, type CouponEntry } from './coupons.ts'
import { countUse } from './promotion-codes.ts'

export type Discount = {
  readonly id: string
  readonly object: 'discount'
  readonly checkout_session: null
  readonly customer: string
  readonly customer_account: null
  readonly end: number | null
  readonly invoice: string | null
  readonly invoice_item: string | null
  readonly promotion_code: string | null
  readonly source: { readonly coupon: string; readonly type: 'coupon' }
  readonly start: number
  readonly subscription: string | null
  readonly subscription_item: string | null
}
interface DiscountHidden {
  /** As the coupon was when it was redeemed: deleting it takes nothing back. */
  readonly terms: DiscountTerms
  readonly duration: Coupon['duration']
  /** Its holder has it no more; invoices that took it keep it. */
  readonly dropped: boolean
}
export type DiscountEntry = Entry<Discount, DiscountHidden>

export const noDiscounts: readonly string[] = Object.freeze([])

/** What becomes a discount, before it is one: a coupon, by itself or by a code, or a discount that is there already. */
export type Redemption =
  | { readonly kind: 'coupon'; readonly coupon: CouponEntry; readonly promotionCode: string | null }
  | { readonly kind: 'discount'; readonly entry: DiscountEntry }

/** Whose it becomes. */
export interface Holder {
  readonly customer: string
  readonly subscription?: string
  readonly subscriptionItem?: string
  readonly invoice?: string
  readonly invoiceItem?: string
}

const termsOfCoupon = (id: string, { object, hidden }: CouponEntry): DiscountTerms => ({
  id,
  percentOff: object.percent_off,
  amountOff: object.amount_off,
  currency: object.currency,
  products: hidden.products,
})

/** What redemptions will take off, before anything is redeemed. */
export const termsOf = (redemptions: readonly Redemption[]): readonly DiscountTerms[] =>
  redemptions.map((each, index) => (each.kind === 'discount' ? each.entry.hidden.terms : termsOfCoupon(`asked ${index}`, each.coupon)))

/** Terms of discounts by their ids. */
export const termsAt = (work: Work, ids: readonly string[]): readonly DiscountTerms[] =>
  ids.map((id) => work.store.get<DiscountEntry>(id)!.hidden.terms)

/**
 * Redeems for a holder. A repeating coupon ends so many months later, counted by the calendar from this moment.
 * @returns ids of the discounts
 * @source SN `Discount.end`, `Coupon.times_redeemed`; that a subscription's discount is told as its customer's is not confirmed
 */
export function redeem(work: Work, redemptions: readonly Redemption[], holder: Holder): readonly string[] {
  return redemptions.map((each) => (each.kind === 'discount' ? each.entry.object.id : redeemCoupon(work, each, holder)))
}

function redeemCoupon(work: Work, given: Redemption & { readonly kind: 'coupon' }, holder: Holder): string {
  const owner = ownerOf(holder.customer)!
  const id = work.store.mint('di', owner)
  const { object: coupon } = given.coupon
  const start = wholeSecond(work.now)
  const ofInvoice = holder.invoice !== undefined || holder.invoiceItem !== undefined
  const end =
    coupon.duration === 'repeating'
      ? work.parts.calendar.boundary(start, { interval: 'month', count: 1 }, coupon.duration_in_months!)
      : undefined
  const object: Discount = {
    id,
    object: 'discount',
    checkout_session: null,
    customer: holder.customer,
    customer_account: null,
    end: end === undefined ? null : unix(end),
    invoice: holder.invoice ?? null,
    invoice_item: holder.invoiceItem ?? null,
    promotion_code: given.promotionCode,
    source: { coupon: coupon.id, type: 'coupon' },
    start: unix(start),
    subscription: holder.subscription ?? null,
    subscription_item: holder.subscriptionItem ?? null,
  }
  work.store.put(owner, id, { object, hidden: { terms: termsOfCoupon(id, given.coupon), duration: coupon.duration, dropped: false } })
  countRedemption(work, coupon.id)
  if (given.promotionCode !== null) countUse(work, given.promotionCode)
  if (ofInvoice) return id
  const before = isCustomers(object) ? work.store.get<CustomerEntry>(holder.customer)!.object.discount : null
  if (before === null) emit(work, owner, 'customer.discount.created', object)
  else {
    forget(work, work.store.get<DiscountEntry>(before.id)!)
    emit(work, owner, 'customer.discount.updated', object, { id: before.id, source: before.source })
  }
  if (end !== undefined) work.store.timer(owner, 'discount ends', id, end)
  return id
}

const isCustomers = (discount: Discount): boolean =>
  discount.subscription === null && discount.invoice === null && discount.invoice_item === null

function forget(work: Work, entry: DiscountEntry): void {
  const { id } = entry.object
  const owner = ownerOf(id)!
  work.store.timer(owner, 'discount ends', id, undefined)
  work.store.put(owner, id, { object: entry.object, hidden: { ...entry.hidden, dropped: true } })
}

/** The discounts of a holder after a request: what is not named again is over; absent leaves them. */
export function replaced(
  work: Work,
  before: readonly string[],
  asked: readonly Redemption[] | 'none' | undefined,
  holder: Holder,
): readonly string[] {
  if (asked === undefined) return before
  const after = asked === 'none' ? noDiscounts : redeem(work, asked, holder)
  for (const id of before) if (!after.includes(id)) endDiscount(work, id)
  return after
}

/** The customer's own discount becomes this one. */
export function giveCustomer(work: Work, customer: string, redemption: Redemption): void {
  const [id] = redeem(work, [redemption], { customer })
  reviseCustomer(work, customer, { discount: work.store.get<DiscountEntry>(id!)!.object })
}

/** A discount is over, whoever had it. Invoices that took it keep what it took off. */
function endDiscount(work: Work, id: string): void {
  const entry = work.store.get<DiscountEntry>(id)!
  if (entry.hidden.dropped) return
  forget(work, entry)
  emit(work, ownerOf(id)!, 'customer.discount.deleted', entry.object)
}

/** A discount leaves its holder: it ended, was used up or taken away. */
export function dropDiscount(work: Work, id: string): void {
  const { object, hidden } = work.store.get<DiscountEntry>(id)!
  if (hidden.dropped) return
  endDiscount(work, id)
  const owner = ownerOf(id)!
  if (isCustomers(object)) {
    reviseCustomer(work, object.customer, { discount: null })
    return
  }
  const holder = object.subscription === null ? undefined : work.store.get<SubscriptionEntry>(object.subscription)
  if (holder === undefined) return
  const without = (ids: readonly string[]): readonly string[] => (ids.includes(id) ? ids.filter((each) => each !== id) : ids)
  const next: Subscription =
    object.subscription_item === null
      ? { ...holder.object, discounts: without(holder.object.discounts) }
      : {
          ...holder.object,
          items: {
            ...holder.object.items,
            data: holder.object.items.data.map((item) =>
              item.id === object.subscription_item ? { ...item, discounts: without(item.discounts) } : item,
            ),
          },
        }
  revise(work, owner, 'customer.subscription.updated', holder, next)
}

/** The discounts of a subscription, or with none its customer's. @source SN `SubscriptionCreateParams.discounts` */
export function inherited(work: Work, customer: string, subscription: Pick<Subscription, 'discounts'> | undefined): readonly string[] {
  if (subscription !== undefined && subscription.discounts.length > 0) return subscription.discounts
  const own = work.store.get<CustomerEntry>(customer)?.object.discount ?? null
  return own === null || (own.end !== null && fromUnix(own.end) <= work.now) ? noDiscounts : [own.id]
}

/**
 * What is good for one invoice was used by this one.
 * @param takenOff what each discount took off the invoice
 * @source SN `Coupon.duration`; whether an invoice of nothing uses it up is the account's policy here
 */
export function useUp(work: Work, ids: readonly string[], takenOff: ReadonlyMap<string, number>): void {
  for (const id of ids) {
    const entry = work.store.get<DiscountEntry>(id)!
    if (entry.hidden.duration !== 'once' || entry.hidden.dropped) continue
    if (work.settings.onceIsUsedBy === 'first amount off' && (takenOff.get(id) ?? 0) === 0) continue
    dropDiscount(work, id)
  }
}
