import { badCode, badInteger, badValue, missing, noSuch, noSuchParam, notModelled } from '../errors.ts'
import { findProduct } from '../catalogue.ts'
import { account, isRecordId } from '../ids.ts'
import { createdWithin, page } from '../lists.ts'
import { decimal, integer, list, metadata, oneOf, record, text, type Metadata, type Params } from '../read.ts'
import type { Entry } from '../store.ts'
import { emit, unix, type Work } from '../work.ts'

export type Coupon = {
  readonly id: string
  readonly object: 'coupon'
  readonly amount_off: number | null
  readonly created: number
  readonly currency: string | null
  readonly duration: 'forever' | 'once' | 'repeating'
  readonly duration_in_months: number | null
  readonly livemode: false
  readonly max_redemptions: number | null
  readonly metadata: Metadata
  readonly name: string | null
  readonly percent_off: number | null
  readonly redeem_by: number | null
  readonly times_redeemed: number
  /** As it was when something last happened to it; whoever reads it is told what is true then. */
  readonly valid: boolean
}
export interface CouponHidden {
  /** Where it stands in the store: its id may be the caller's own word. */
  readonly key: string
  /** Shown only when asked for. */
  readonly products: readonly string[] | undefined
  readonly deleted: boolean
}
export type CouponEntry = Entry<Coupon, CouponHidden>

/** @source SN `CouponCreateParams` */
export function createCoupon(work: Work, params: Params): Coupon {
  const percent = decimal(params, 'percent_off')
  const amount = integer(params, 'amount_off')
  if (percent === undefined && amount === undefined) throw missing('percent_off')
  if (percent !== undefined && amount !== undefined) throw badValue('amount_off', 'a coupon takes off a percentage or an amount')
  if (percent !== undefined && (percent <= 0 || percent > 100)) throw badValue('percent_off', 'more than 0 and at most 100 per cent')
  if (amount !== undefined && amount < 1) throw badInteger('amount_off', amount)
  const currency = text(params, 'currency')?.toLowerCase()
  if (amount !== undefined && currency === undefined) throw missing('currency')
  const duration = oneOf(params, 'duration', ['forever', 'once', 'repeating']) ?? 'once'
  const months = integer(params, 'duration_in_months')
  if (duration === 'repeating' && months === undefined) throw missing('duration_in_months')
  if (duration !== 'repeating' && months !== undefined)
    throw badValue('duration_in_months', 'only a repeating coupon has a number of months')
  const most = integer(params, 'max_redemptions')
  for (const [name, count] of [
    ['duration_in_months', months],
    ['max_redemptions', most],
  ] as const)
    if (count !== undefined && count < 1) throw badInteger(name, count)
  const redeemBy = integer(params, 'redeem_by')
  if (redeemBy !== undefined && redeemBy <= unix(work.now)) throw badValue('redeem_by', 'this moment is past')
  const only = record(params, 'applies_to')
  const products = only === undefined ? undefined : list(only, 'products', 'applies_to[products]')?.map(String)
  products?.forEach((id, index) => findProduct(work, id, `applies_to[products][${index}]`))
  const wanted = text(params, 'id')
  if (wanted !== undefined && (isRecordId(wanted) || couponNamed(work, wanted) !== undefined))
    throw badCode('resource_already_exists', 'id', `there is a coupon ${wanted} already`)
  const key = work.store.mint('coupon', account)
  const object: Coupon = {
    id: wanted ?? key,
    object: 'coupon',
    amount_off: amount ?? null,
    created: unix(work.now),
    currency: amount === undefined ? null : currency!,
    duration,
    duration_in_months: months ?? null,
    livemode: false,
    max_redemptions: most ?? null,
    metadata: metadata(params),
    name: text(params, 'name') ?? null,
    percent_off: percent ?? null,
    redeem_by: redeemBy ?? null,
    times_redeemed: 0,
    valid: true,
  }
  work.store.put(account, key, { object, hidden: { key, products, deleted: false } })
  emit(work, account, 'coupon.created', object)
  return object
}

/** A coupon by its id, also one that was deleted since: discounts made of it go on. */
export function couponNamed(work: Pick<Work, 'store'>, id: string): CouponEntry | undefined {
  const entry = work.store.get<CouponEntry>(id)
  if (entry !== undefined) return entry.object.object === 'coupon' ? entry : undefined
  return work.store.of<CouponEntry>('coupon', account).find((each) => each.object.id === id)
}

/** @throws Refusal when there is none that could be redeemed by this name */
export function findCoupon(work: Work, id: string, param: string): CouponEntry {
  const entry = couponNamed(work, id)
  if (entry === undefined || entry.hidden.deleted) throw param === 'id' ? noSuch('coupon', id, param) : noSuchParam('coupon', id, param)
  return entry
}

export const isValid = (coupon: Coupon, now: number): boolean =>
  (coupon.max_redemptions === null || coupon.times_redeemed < coupon.max_redemptions) &&
  (coupon.redeem_by === null || now <= coupon.redeem_by)

/** Time alone ends a coupon, so that it is looked at when it is shown. */
export const shown = (work: Work, coupon: Coupon): Coupon => {
  const valid = isValid(coupon, unix(work.now))
  return coupon.valid === valid ? coupon : { ...coupon, valid }
}

/** Newest first; their ids may be anybody's words and say nothing of their order. */
export function listCoupons(work: Work, params: Params): unknown {
  const created = createdWithin(params)
  const all = [...work.store.of<CouponEntry>('coupon', account)]
    .reverse()
    .filter(({ object, hidden }) => !hidden.deleted && created(object.created))
  return page(
    all.map((entry) => shown(work, entry.object)),
    '/v1/coupons',
    params,
  )
}

const putCoupon = (work: Work, entry: CouponEntry): void => work.store.put(account, entry.hidden.key, entry)

/** Counts a redemption. */
export function countRedemption(work: Work, id: string): void {
  const entry = couponNamed(work, id)!
  const counted = { ...entry.object, times_redeemed: entry.object.times_redeemed + 1 }
  putCoupon(work, { ...entry, object: { ...counted, valid: isValid(counted, unix(work.now)) } })
}

/** What it takes off is settled for good; its name and notes are not. @source SN `coupons.update` */
export function updateCoupon(work: Work, id: string, params: Params): Coupon {
  const entry = findCoupon(work, id, 'id')
  if (params['currency_options'] !== undefined) throw notModelled('currency_options', 'coupons.update')
  const next: Coupon = {
    ...entry.object,
    metadata: metadata(params, entry.object.metadata),
    ...(params['name'] === undefined ? {} : { name: text(params, 'name') ?? null }),
  }
  putCoupon(work, { ...entry, object: next })
  if (next.name !== entry.object.name || next.metadata !== entry.object.metadata)
    emit(work, account, 'coupon.updated', next, { name: entry.object.name, metadata: entry.object.metadata })
  return shown(work, next)
}

/** Nobody can redeem it any more; who did keeps the discount. @source SN `coupons.del` */
export function deleteCoupon(work: Work, id: string): unknown {
  const entry = findCoupon(work, id, 'id')
  putCoupon(work, { ...entry, hidden: { ...entry.hidden, deleted: true } })
  emit(work, account, 'coupon.deleted', entry.object)
  return { id, object: 'coupon', deleted: true }
}
