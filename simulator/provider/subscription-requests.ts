import type { Duration, Instant } from '#machines'
import { findPrice, recurrenceOf, type Price } from './catalogue.ts'
import type { Customer } from './customers.ts'
import { discountsIn } from './discounts/discount-requests.ts'
import type { Redemption } from './discounts/discounts.ts'
import { badCode, badValue, missing, noSuchParam, unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import { findCard, type PaymentMethodEntry } from './payment-methods.ts'
import { integer, metadata, oneOf, record, text, type Metadata, type Params } from './read.ts'
import type { MissingMethod, Subscription } from './subscription-objects.ts'
import { taxRatesIn, type TaxRate } from './taxes/tax-rates.ts'
import { after, fromUnix, unix, wholeSecond, type Work } from './work.ts'

const dayMs = 86_400_000

export interface WantedItem {
  readonly price: Price
  readonly quantity: number
  readonly metadata: Metadata
  readonly discounts?: readonly Redemption[] | undefined
  readonly taxRates?: readonly TaxRate[] | undefined
}

/** A price that can be had so. @throws Refusal when it is out of use, or for the other way */
export function offered(work: Work, id: string, param: string, what: 'subscribed to' | 'sold once' = 'subscribed to'): Price {
  const { object: price } = findPrice(work, id, param)
  if (what === 'subscribed to') recurrenceOf(price, param)
  else if (price.recurring !== null) throw badValue(param, 'the price comes again with each period, and is not sold once')
  if (!price.active) throw badCode('price_inactive', param, 'the price is out of use')
  return price
}

/**
 * @param what a price that comes again with each period, or one that is paid once
 * @param customer whose it becomes; where nobody is named yet, nothing is redeemed either
 */
export function wantedItem(
  work: Work,
  params: Params,
  path: string,
  what: 'subscribed to' | 'sold once' = 'subscribed to',
  customer?: string,
): WantedItem {
  const priceId = text(params, 'price', `${path}[price]`)
  if (priceId === undefined) throw missing(`${path}[price]`)
  const price = offered(work, priceId, `${path}[price]`, what)
  const quantity = integer(params, 'quantity', `${path}[quantity]`) ?? 1
  if (quantity < 0) throw badCode('parameter_invalid_integer', `${path}[quantity]`, 'a quantity is zero or more')
  const plain = { price, quantity, metadata: metadata(params) }
  const { currency, unit_amount: unit } = price
  const discounts =
    customer === undefined ? undefined : discountsIn(work, params, { customer, currency, subtotal: unit * quantity }, `${path}[discounts]`)
  const taxRates = taxRatesIn(work, params, 'tax_rates', 'subscriptions.create', `${path}[tax_rates]`)
  return discounts === undefined && taxRates === undefined
    ? plain
    : { ...plain, taxRates, discounts: discounts === 'none' ? undefined : discounts }
}

export function sameRecurrence(items: readonly { readonly price: Price }[]): void {
  const [first, ...rest] = items
  for (const each of rest)
    if (
      each.price.recurring?.interval !== first!.price.recurring?.interval ||
      each.price.recurring?.interval_count !== first!.price.recurring?.interval_count
    )
      throw badValue('items', 'the prices renew at different intervals')
    else if (each.price.currency !== first!.price.currency) throw badValue('items', 'the prices are in different currencies')
}

/** When a trial ends, as the parameters ask; undefined when they ask for none. */
export function trialEndIn(work: Work, params: Params): Instant | undefined {
  const end = text(params, 'trial_end')
  const dayCount = integer(params, 'trial_period_days')
  if (end === 'now') return undefined
  if (end !== undefined) {
    const second = integer(params, 'trial_end')!
    if (second <= unix(work.now)) throw badValue('trial_end', 'this moment is past')
    return fromUnix(second)
  }
  return dayCount === undefined || dayCount === 0 ? undefined : after(wholeSecond(work.now), (dayCount * dayMs) as Duration)
}

/** A method of this very customer. */
export function methodOfCustomer(work: Work, customer: Customer, id: string, param: string): PaymentMethodEntry {
  const entry = findCard(work, id, param, ownerOf(customer.id)!)
  if (entry.object.customer !== customer.id) throw noSuchParam('PaymentMethod', id, param)
  return entry
}

export function missingMethodIn(params: Params): MissingMethod | undefined {
  const settings = record(params, 'trial_settings')
  const behavior = settings === undefined ? undefined : record(settings, 'end_behavior')
  return behavior === undefined
    ? undefined
    : oneOf(
        behavior,
        'missing_payment_method',
        ['create_invoice', 'cancel', 'pause'],
        'trial_settings[end_behavior][missing_payment_method]',
      )
}

export function saveMethodIn(params: Params): 'off' | 'on_subscription' | undefined {
  const settings = record(params, 'payment_settings')
  return settings === undefined
    ? undefined
    : oneOf(settings, 'save_default_payment_method', ['off', 'on_subscription'], 'payment_settings[save_default_payment_method]')
}

export const behaviors = ['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete'] as const

/** What is over, or has not begun, can hardly be changed any more. */
export const refuseOver = (subscription: Subscription, params: Params): void => {
  const allowed =
    subscription.status === 'incomplete'
      ? ['metadata', 'default_payment_method', 'default_source', 'expand']
      : ['metadata', 'cancellation_details', 'expand']
  const other = Object.keys(params).find((name) => !allowed.includes(name))
  if (other === undefined) return
  throw subscription.status === 'incomplete'
    ? unfit(undefined, other, 'until it is paid only its metadata and payment method change')
    : unfit('invalid_canceled_subscription_fields', other, 'it is over; only its metadata and cancellation details change')
}
