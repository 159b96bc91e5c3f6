import type { Customer, CustomerEntry } from '../customers.ts'
import { unknownParameter } from '../errors.ts'
import { isUnset, type Params } from '../read.ts'
import { isBefore } from '../versions.ts'
import type { Work } from '../work.ts'
import { wholly } from '../atomic.ts'
import { ofCode, ofCoupon } from './discount-requests.ts'
import { dropDiscount, giveCustomer } from './discounts.ts'

const names = ['coupon', 'promotion_code'] as const

/** @throws Refusal 400 parameter_unknown from the version on that took it away */
function givenIn(params: Params, version: string): (typeof names)[number] | undefined {
  const name = names.find((each) => params[each] !== undefined)
  if (name !== undefined && !isBefore(version, 'basil')) throw unknownParameter(name)
  return name
}

/** `coupon` and `promotion_code` of a subscription, as callers of earlier versions send them, are entries of `discounts`. */
export function withDiscounts(params: Params, version: string): Params {
  const name = givenIn(params, version)
  if (name === undefined) return params
  const { coupon: _coupon, promotion_code: _code, ...others } = params
  return { ...others, discounts: isUnset(params, name) ? '' : [{ [name]: params[name] }] }
}

/** Makes or changes a customer, with a discount of their own; only earlier versions can give one. @source SN CHANGELOG 2025-03-31.basil */
export function discounted(work: Work, params: Params, version: string, run: (rest: Params) => Customer): Customer {
  const name = givenIn(params, version)
  if (name === undefined) return run(params)
  const { coupon: _coupon, promotion_code: _code, ...rest } = params
  return wholly(work, () => {
    const { id, currency, discount } = run(rest)
    if (isUnset(params, name)) {
      if (discount !== null) dropDiscount(work, discount.id)
    } else {
      const buyer = { customer: id, currency: currency ?? undefined, subtotal: undefined }
      const read = name === 'coupon' ? ofCoupon : ofCode
      giveCustomer(work, id, read(work, String(params[name]), buyer, name))
    }
    return work.store.get<CustomerEntry>(id)!.object
  })
}
