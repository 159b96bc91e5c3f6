import type { CustomerEntry } from '../customers.ts'
import type { ChargeEntry } from '../charges.ts'
import { badCode, badValue, noSuch, noSuchParam } from '../errors.ts'
import { ownerOf } from '../ids.ts'
import type { InvoiceEntry } from '../invoice-objects.ts'
import { isUnset, needText, records, type Params } from '../read.ts'
import { unix, type Work } from '../work.ts'
import { findCoupon, isValid, type CouponEntry } from './coupons.ts'
import { dropDiscount, type Discount, type DiscountEntry, type Redemption } from './discounts.ts'
import { findPromotionCode, isRedeemable, type PromotionCode } from './promotion-codes.ts'

/** For whom something is to be redeemed, and on what. */
export interface Buyer {
  readonly customer: string
  readonly currency: string | undefined
  /** What is bought first, for promotions with a least amount; undefined where nothing is bought yet. */
  readonly subtotal: number | undefined
}

/**
 * Reads `discounts`: each entry names a coupon, a promotion code or a discount that is there.
 * @returns undefined when absent or empty, `none` when unset by an empty text
 */
export function discountsIn(work: Work, params: Params, buyer: Buyer, path = 'discounts'): readonly Redemption[] | 'none' | undefined {
  const name = 'discounts'
  if (params[name] === undefined) return undefined
  if (isUnset(params, name)) return 'none'
  const given = records(params, name, path) ?? []
  if (given.length > 20) throw badValue(path, 'at most 20 discounts')
  const found = given.map((each, index) => redemptionIn(work, each, buyer, `${path}[${index}]`))
  const names = found.map((each) => (each.kind === 'coupon' ? each.coupon.object.id : each.entry.object.id))
  if (new Set(names).size < names.length) throw badValue(path, 'each discount is given once')
  return found.length === 0 ? undefined : found
}

function redemptionIn(work: Work, given: Params, buyer: Buyer, path: string): Redemption {
  const named = ['coupon', 'promotion_code', 'discount'].filter((name) => given[name] !== undefined)
  if (named.length !== 1) throw badValue(path, 'one of coupon, promotion_code and discount is given')
  switch (named[0]) {
    case 'coupon':
      return ofCoupon(work, needText(given, 'coupon', `${path}[coupon]`), buyer, `${path}[coupon]`)
    case 'promotion_code':
      return ofCode(work, needText(given, 'promotion_code', `${path}[promotion_code]`), buyer, `${path}[promotion_code]`)
    default:
      return { kind: 'discount', entry: findDiscount(work, needText(given, 'discount', `${path}[discount]`), buyer, `${path}[discount]`) }
  }
}

export const ofCoupon = (work: Work, id: string, buyer: Buyer, param: string): Redemption => ({
  kind: 'coupon',
  coupon: usable(work, findCoupon(work, id, param), buyer, param),
  promotionCode: null,
})

/** @source code SN `coupon_expired` */
function usable(work: Work, entry: CouponEntry, buyer: Buyer, param: string): CouponEntry {
  if (!isValid(entry.object, unix(work.now)))
    throw badCode('coupon_expired', param, `the coupon ${entry.object.id} can be redeemed no more`)
  if (entry.object.currency !== null && buyer.currency !== undefined && entry.object.currency !== buyer.currency)
    throw badValue(param, `the coupon takes off ${entry.object.currency}, and this is in ${buyer.currency}`)
  return entry
}

export function ofCode(work: Work, id: string, buyer: Buyer, param: string): Redemption {
  const { object: code } = findPromotionCode(work, id, param)
  if (!code.active || !isRedeemable(work, code)) throw badValue(param, `the promotion code ${code.code} can be redeemed no more`)
  if (code.customer !== null && code.customer !== buyer.customer)
    throw badValue(param, `the promotion code ${code.code} is another customer's`)
  refuseRestricted(work, code, buyer, param)
  const coupon = usable(work, findCoupon(work, code.promotion.coupon, param), buyer, param)
  return { kind: 'coupon', coupon, promotionCode: code.id }
}

/** @source SN `PromotionCode.restrictions`; what counts as an earlier invoice is not confirmed */
function refuseRestricted(work: Work, code: PromotionCode, buyer: Buyer, param: string): void {
  const { first_time_transaction: firstOnly, minimum_amount: least, minimum_amount_currency: leastCurrency } = code.restrictions
  if (firstOnly && hasBought(work, buyer.customer)) throw badValue(param, `the promotion code ${code.code} is for who has not bought yet`)
  if (least === null) return
  if (buyer.subtotal === undefined) throw badValue(param, `the promotion code ${code.code} asks for a purchase, and this is none`)
  if (leastCurrency !== buyer.currency || buyer.subtotal < least)
    throw badValue(param, `the promotion code ${code.code} is for purchases of ${least} ${leastCurrency} or more`)
}

function hasBought(work: Work, customer: string): boolean {
  const owner = ownerOf(customer)!
  return (
    work.store.of<ChargeEntry>('ch', owner).some(({ object }) => object.customer === customer && object.paid) ||
    work.store
      .of<InvoiceEntry>('in', owner)
      .some(({ object }) => object.customer === customer && object.status !== 'draft' && object.status !== 'void')
  )
}

function findDiscount(work: Work, id: string, buyer: Buyer, param: string): DiscountEntry {
  const entry = work.store.get<DiscountEntry>(id)
  if (entry === undefined || entry.object.object !== 'discount' || entry.object.customer !== buyer.customer || entry.hidden.dropped)
    throw noSuchParam('discount', id, param)
  return entry
}

const deleted = (discount: Discount): unknown => ({ ...discount, end: undefined, deleted: true })

/** @source SN `customers.deleteDiscount`, `subscriptions.deleteDiscount` */
export function deleteCustomerDiscount(work: Work, id: string): unknown {
  const entry = work.store.get<CustomerEntry>(id)
  if (entry === undefined || entry.object.object !== 'customer' || entry.object.deleted === true) throw noSuch('customer', id, 'id')
  const { discount } = entry.object
  if (discount === null) throw noSuch('discount of', id, 'id')
  dropDiscount(work, discount.id)
  return deleted(discount)
}

export function deleteSubscriptionDiscount(work: Work, id: string, discounts: readonly string[]): unknown {
  const last = discounts.at(-1)
  if (last === undefined) throw noSuch('discount of', id, 'id')
  const { object } = work.store.get<DiscountEntry>(last)!
  for (const each of discounts) dropDiscount(work, each)
  return deleted(object)
}
