import { minor } from '#machines'
import type { Minor } from '#machines'
import type { Recurrence } from './calendar.ts'
import { badCode, missing, noSuch, noSuchParam, notModelled, unfit } from './errors.ts'
import { account } from './ids.ts'
import { flag, integer, metadata, needText, noMetadata, oneOf, record, text, type Metadata, type Params } from './read.ts'
import type { Entry } from './store.ts'
import { emit, revise, unix, type Work } from './work.ts'

export type Product = {
  readonly id: string
  readonly object: 'product'
  readonly active: boolean
  readonly created: number
  readonly default_price: string | null
  readonly description: string | null
  readonly images: readonly string[]
  readonly livemode: false
  readonly marketing_features: readonly unknown[]
  readonly metadata: Metadata
  readonly name: string
  readonly package_dimensions: null
  readonly shippable: null
  readonly statement_descriptor: string | null
  readonly tax_code: null
  readonly type: 'service'
  readonly unit_label: string | null
  readonly updated: number
  readonly url: string | null
}
export type ProductEntry = Entry<Product, undefined>

export type Price = {
  readonly id: string
  readonly object: 'price'
  readonly active: boolean
  readonly billing_scheme: 'per_unit'
  readonly created: number
  readonly currency: string
  readonly custom_unit_amount: null
  readonly livemode: false
  readonly lookup_key: string | null
  readonly metadata: Metadata
  readonly nickname: string | null
  readonly product: string
  readonly recurring: {
    readonly interval: Recurrence['interval']
    readonly interval_count: number
    readonly meter: null
    readonly trial_period_days: null
    readonly usage_type: 'licensed'
  } | null
  readonly tax_behavior: 'unspecified'
  readonly tiers_mode: null
  readonly transform_quantity: null
  readonly type: 'recurring' | 'one_time'
  readonly unit_amount: Minor
  readonly unit_amount_decimal: string
}
export type PriceEntry = Entry<Price, undefined>

/** The record id that the price of a plan has: they are the first that are made, in the order of the plans. */
export const priceIdOf = (plans: readonly { readonly key: string }[], plan: string): string | undefined => {
  const place = plans.findIndex(({ key }) => key === plan)
  return place === -1 ? undefined : `price_${account}_${place + 1}`
}

/** Puts the plans of the catalogue there, each a product with one price whose lookup key is the plan's key. */
export function stockCatalogue(work: Work): void {
  for (const plan of work.settings.plans) {
    const product = newProduct(work, plan.key, noMetadata)
    newPrice(work, {
      product: product.id,
      currency: work.settings.currency,
      amount: plan.price,
      lookupKey: plan.key,
      recurring: { interval: plan.interval, count: 1 },
      nickname: null,
      notes: noMetadata,
    })
  }
}

function newProduct(work: Work, name: string, notes: Metadata, given?: Params): Product {
  const id = work.store.mint('prod', account)
  const product: Product = {
    id,
    object: 'product',
    active: given === undefined ? true : (flag(given, 'active') ?? true),
    created: unix(work.now),
    default_price: null,
    description: (given === undefined ? undefined : text(given, 'description')) ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: notes,
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    type: 'service',
    unit_label: null,
    updated: unix(work.now),
    url: null,
  }
  work.store.put(account, id, { object: product, hidden: undefined })
  return product
}

interface NewPrice {
  readonly product: string
  readonly currency: string
  readonly amount: Minor
  readonly lookupKey: string | null
  readonly recurring: Recurrence | null
  readonly nickname: string | null
  readonly notes: Metadata
}

function newPrice(work: Work, given: NewPrice): Price {
  const price = priceObject(work, given)
  keepPrice(work, price)
  return price
}

export const keepPrice = (work: Work, price: Price): void => work.store.put(account, price.id, { object: price, hidden: undefined })

function priceObject(work: Work, given: NewPrice): Price {
  const id = work.store.mint('price', account)
  return {
    id,
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: unix(work.now),
    currency: given.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: given.lookupKey,
    metadata: given.notes,
    nickname: given.nickname,
    product: given.product,
    recurring:
      given.recurring === null
        ? null
        : {
            interval: given.recurring.interval,
            interval_count: given.recurring.count,
            meter: null,
            trial_period_days: null,
            usage_type: 'licensed',
          },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: given.recurring === null ? 'one_time' : 'recurring',
    unit_amount: given.amount,
    unit_amount_decimal: String(given.amount),
  }
}

export function createProduct(work: Work, params: Params): Product {
  const product = newProduct(work, needText(params, 'name'), metadata(params), params)
  emit(work, account, 'product.created', product)
  return product
}

export function findProduct(work: Work, id: string, param: string): ProductEntry {
  const entry = work.store.get<ProductEntry>(id)
  // A deleted product reads as if it had never been, unlike a deleted customer.
  if (entry === undefined || entry.object.object !== 'product')
    throw param === 'id' ? noSuch('product', id, param) : noSuchParam('product', id, param)
  return entry
}

export function updateProduct(work: Work, id: string, params: Params): Product {
  const entry = findProduct(work, id, 'id')
  const next: Product = {
    ...entry.object,
    metadata: metadata(params, entry.object.metadata),
    updated: unix(work.now),
    ...(params['name'] === undefined ? {} : { name: needText(params, 'name') }),
    ...(params['active'] === undefined ? {} : { active: flag(params, 'active') ?? true }),
    ...(params['description'] === undefined ? {} : { description: text(params, 'description') ?? null }),
    ...(params['default_price'] === undefined
      ? {}
      : { default_price: findPrice(work, needText(params, 'default_price'), 'default_price').object.id }),
  }
  return revise(work, account, 'product.updated', entry, next).object
}

export function deleteProduct(work: Work, id: string): unknown {
  const entry = findProduct(work, id, 'id')
  if (work.store.of<PriceEntry>('price', account).some((price) => price.object.product === id))
    throw unfit(undefined, undefined, 'a product with prices stays')
  work.store.drop(account, id)
  emit(work, account, 'product.deleted', entry.object)
  return { id, object: 'product', deleted: true }
}

export function createPrice(work: Work, params: Params): Price {
  const currency = needText(params, 'currency')
  const amount = integer(params, 'unit_amount')
  if (amount === undefined) throw missing('unit_amount')
  const made = record(params, 'product_data')
  if (made === undefined && text(params, 'product') === undefined) throw missing('product')
  const lookupKey = text(params, 'lookup_key') ?? null
  if (lookupKey !== null && priceByKey(work, lookupKey) !== undefined) {
    if (flag(params, 'transfer_lookup_key') === true) throw notModelled('transfer_lookup_key', 'prices.create')
    throw badCode(
      'resource_already_exists',
      'lookup_key',
      `A price (\`${priceByKey(work, lookupKey)!.object.id}\`) already uses that lookup key.`,
    )
  }
  const recurring = recurrenceIn(params)
  const product =
    made === undefined
      ? findProduct(work, needText(params, 'product'), 'product').object
      : newProduct(work, needText(made, 'name', 'product_data[name]'), metadata(made))
  const price = newPrice(work, {
    product: product.id,
    currency,
    amount: minor(amount),
    lookupKey,
    recurring,
    nickname: text(params, 'nickname') ?? null,
    notes: metadata(params),
  })
  emit(work, account, 'price.created', price)
  return price
}

/** A price made for one item, not kept yet; nobody else is offered it. @source SN `InvoiceItemCreateParams.price_data` */
export function inlinePrice(work: Work, given: Params, path: string): Price {
  const amount = integer(given, 'unit_amount', `${path}[unit_amount]`)
  if (amount === undefined) throw missing(`${path}[unit_amount]`)
  const price = priceObject(work, {
    product: findProduct(work, needText(given, 'product', `${path}[product]`), `${path}[product]`).object.id,
    currency: needText(given, 'currency', `${path}[currency]`).toLowerCase(),
    amount: minor(amount),
    lookupKey: null,
    recurring: null,
    nickname: null,
    notes: noMetadata,
  })
  return { ...price, active: false }
}

function recurrenceIn(params: Params): Recurrence | null {
  const recurring = record(params, 'recurring')
  if (recurring === undefined) return null
  const interval = oneOf(recurring, 'interval', ['day', 'week', 'month', 'year'], 'recurring[interval]')
  if (interval === undefined) throw missing('recurring[interval]')
  if ((oneOf(recurring, 'usage_type', ['licensed', 'metered'], 'recurring[usage_type]') ?? 'licensed') === 'metered')
    throw notModelled('recurring[usage_type]', 'prices.create')
  return { interval, count: integer(recurring, 'interval_count', 'recurring[interval_count]') ?? 1 }
}

export function findPrice(work: Work, id: string, param: string): PriceEntry {
  const entry = work.store.get<PriceEntry>(id)
  if (entry === undefined || entry.object.object !== 'price')
    throw param === 'id' ? noSuch('price', id, param) : noSuchParam('price', id, param)
  return entry
}

export const priceByKey = (work: Work, key: string): PriceEntry | undefined =>
  work.store.of<PriceEntry>('price', account).find((entry) => entry.object.lookup_key === key)

export function updatePrice(work: Work, id: string, params: Params): Price {
  const entry = findPrice(work, id, 'id')
  const next: Price = {
    ...entry.object,
    metadata: metadata(params, entry.object.metadata),
    ...(params['active'] === undefined ? {} : { active: flag(params, 'active') ?? true }),
    ...(params['nickname'] === undefined ? {} : { nickname: text(params, 'nickname') ?? null }),
    ...(params['lookup_key'] === undefined ? {} : { lookup_key: text(params, 'lookup_key') ?? null }),
  }
  return revise(work, account, 'price.updated', entry, next).object
}

/** The recurrence of a price. @throws Refusal for a one-time price where a recurring one must stand */
export function recurrenceOf(price: Price, param: string): Recurrence {
  if (price.recurring === null) throw badCode('parameter_invalid_empty', param, `a price that is paid once fits no subscription`)
  return { interval: price.recurring.interval, count: price.recurring.interval_count }
}
