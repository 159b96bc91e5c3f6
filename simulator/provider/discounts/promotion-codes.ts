import { mix } from '../../kernel/choices.ts'
import { segment } from '../../kernel/name.ts'
import { liveCustomer } from '../customers.ts'
import { badCode, badInteger, badValue, missing, noSuch, noSuchParam } from '../errors.ts'
import { account } from '../ids.ts'
import type { Listing } from '../lists.ts'
import { flag, integer, metadata, needText, oneOf, record, text, type Metadata, type Params } from '../read.ts'
import type { Entry } from '../store.ts'
import { emit, revise, unix, type Work } from '../work.ts'
import { couponNamed, findCoupon, isValid } from './coupons.ts'

export type PromotionCode = {
  readonly id: string
  readonly object: 'promotion_code'
  readonly active: boolean
  readonly code: string
  readonly created: number
  readonly customer: string | null
  readonly customer_account: null
  readonly expires_at: number | null
  readonly livemode: false
  readonly max_redemptions: number | null
  readonly metadata: Metadata
  readonly promotion: { readonly coupon: string; readonly type: 'coupon' }
  readonly restrictions: {
    readonly first_time_transaction: boolean
    readonly minimum_amount: number | null
    readonly minimum_amount_currency: string | null
  }
  readonly times_redeemed: number
}
export type PromotionCodeEntry = Entry<PromotionCode, undefined>

export const promotionCodes: Listing<PromotionCode> = {
  prefix: 'promo',
  owner: account,
  url: '/v1/promotion_codes',
  keeps: (code, params) =>
    (params['active'] === undefined || flag(params, 'active') === code.active) &&
    (params['code'] === undefined || text(params, 'code')?.toLowerCase() === code.code.toLowerCase()) &&
    (params['coupon'] === undefined || text(params, 'coupon') === code.promotion.coupon) &&
    (params['customer'] === undefined || text(params, 'customer') === code.customer),
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A code for a promotion that was given none; the same for the same record. */
function drawnCode(id: string): string {
  const { h1, h2 } = segment(id)
  let code = ''
  for (let index = 0; index < 8; index++) code += letters[mix(h1, index, h2, 0x2b) % letters.length]
  return code
}

/** @source SN `PromotionCodeCreateParams` */
export function createPromotionCode(work: Work, params: Params): PromotionCode {
  const promotion = record(params, 'promotion')
  if (promotion === undefined) throw missing('promotion')
  if (oneOf(promotion, 'type', ['coupon'], 'promotion[type]') === undefined) throw missing('promotion[type]')
  const coupon = findCoupon(work, needText(promotion, 'coupon', 'promotion[coupon]'), 'promotion[coupon]').object
  const most = integer(params, 'max_redemptions')
  const expires = integer(params, 'expires_at')
  if (most !== undefined && most < 1) throw badInteger('max_redemptions', most)
  if (most !== undefined && coupon.max_redemptions !== null && most > coupon.max_redemptions)
    throw badValue('max_redemptions', `the coupon can be redeemed ${coupon.max_redemptions} times at most`)
  if (expires !== undefined && expires <= unix(work.now)) throw badValue('expires_at', 'this moment is past')
  if (expires !== undefined && coupon.redeem_by !== null && expires > coupon.redeem_by)
    throw badValue('expires_at', 'the coupon can be redeemed no later than its own redeem_by')
  const customer = text(params, 'customer')
  if (customer !== undefined) liveCustomer(work, customer, 'customer')
  const limits = record(params, 'restrictions') ?? {}
  const least = integer(limits, 'minimum_amount', 'restrictions[minimum_amount]')
  const leastCurrency = text(limits, 'minimum_amount_currency', 'restrictions[minimum_amount_currency]')
  if (least !== undefined && leastCurrency === undefined) throw missing('restrictions[minimum_amount_currency]')
  const given = text(params, 'code')
  if (given !== undefined && !/^[A-Za-z0-9-]+$/.test(given)) throw badValue('code', 'a code has letters, digits and dashes')
  const active = flag(params, 'active') ?? true
  if (given !== undefined && active) refuseTaken(work, given, customer ?? null)
  const id = work.store.mint('promo', account)
  const object: PromotionCode = {
    id,
    object: 'promotion_code',
    active,
    code: given ?? drawnCode(id),
    created: unix(work.now),
    customer: customer ?? null,
    customer_account: null,
    expires_at: expires ?? null,
    livemode: false,
    max_redemptions: most ?? null,
    metadata: metadata(params),
    promotion: { coupon: coupon.id, type: 'coupon' },
    restrictions: {
      first_time_transaction: flag(limits, 'first_time_transaction', 'restrictions[first_time_transaction]') ?? false,
      minimum_amount: least ?? null,
      minimum_amount_currency: leastCurrency ?? null,
    },
    times_redeemed: 0,
  }
  work.store.put(account, id, { object, hidden: undefined })
  emit(work, account, 'promotion_code.created', object)
  return object
}

/** A code names one promotion among the active ones that a customer could use. @source SN `PromotionCode.code` */
function refuseTaken(work: Work, code: string, customer: string | null): void {
  const taken = work.store
    .of<PromotionCodeEntry>('promo', account)
    .some(
      ({ object }) =>
        object.active &&
        object.code.toLowerCase() === code.toLowerCase() &&
        (object.customer === null || customer === null || object.customer === customer),
    )
  if (taken) throw badCode('resource_already_exists', 'code', `an active promotion code ${code} is there already`)
}

export function findPromotionCode(work: Work, id: string, param: string): PromotionCodeEntry {
  const entry = work.store.get<PromotionCodeEntry>(id)
  if (entry === undefined || entry.object.object !== 'promotion_code')
    throw param === 'id' ? noSuch('promotion code', id, param) : noSuchParam('promotion code', id, param)
  return entry
}

/** Could it still be redeemed by anybody? */
export function isRedeemable(work: Work, code: PromotionCode): boolean {
  const coupon = couponNamed(work, code.promotion.coupon)
  return (
    (code.max_redemptions === null || code.times_redeemed < code.max_redemptions) &&
    (code.expires_at === null || unix(work.now) <= code.expires_at) &&
    coupon?.hidden.deleted === false &&
    isValid(coupon.object, unix(work.now))
  )
}

export function updatePromotionCode(work: Work, id: string, params: Params): PromotionCode {
  const entry = findPromotionCode(work, id, 'id')
  const active = flag(params, 'active') ?? entry.object.active
  if (active && !entry.object.active) {
    if (!isRedeemable(work, entry.object)) throw badValue('active', 'nobody could redeem it any more')
    refuseTaken(work, entry.object.code, entry.object.customer)
  }
  const next: PromotionCode = { ...entry.object, active, metadata: metadata(params, entry.object.metadata) }
  return revise(work, account, 'promotion_code.updated', entry, next).object
}

/** Counts a redemption; the last one ends the code. */
export function countUse(work: Work, id: string): void {
  const entry = findPromotionCode(work, id, 'promotion_code')
  const times = entry.object.times_redeemed + 1
  const spent = entry.object.max_redemptions !== null && times >= entry.object.max_redemptions
  revise(work, account, 'promotion_code.updated', entry, { ...entry.object, times_redeemed: times, active: entry.object.active && !spent })
}
