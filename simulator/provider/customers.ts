import type { Who } from '#machines'
import type { Discount } from './discounts/discounts.ts'
import { missing, noSuch, noSuchParam } from './errors.ts'
import { anonymous, asOwner, ownerOf } from './ids.ts'
import { attach, detach, findCard, type PaymentMethod, type PaymentMethodEntry } from './payment-methods.ts'
import { integer, metadata, record, text, type Metadata, type Params } from './read.ts'
import type { Entry } from './store.ts'
import { emit, revise, unix, type Work } from './work.ts'

export type Customer = {
  readonly id: string
  readonly object: 'customer'
  readonly address: unknown
  /** Negative is credit for the next invoices, positive is carried over to them. */
  readonly balance: number
  readonly created: number
  readonly currency: string | null
  readonly default_source: null
  readonly delinquent: boolean
  readonly description: string | null
  readonly discount: Discount | null
  readonly email: string | null
  readonly invoice_prefix: string
  readonly invoice_settings: {
    readonly custom_fields: null
    readonly default_payment_method: string | null
    readonly footer: null
    readonly rendering_options: null
  }
  readonly livemode: false
  readonly metadata: Metadata
  readonly name: string | null
  readonly next_invoice_sequence: number
  readonly phone: string | null
  readonly preferred_locales: readonly string[]
  readonly shipping: unknown
  readonly tax_exempt: 'none'
  readonly test_clock: null
  readonly deleted?: true
}
/** Balances in other currencies than the customer's own; undefined: none. */
export type CustomerEntry = Entry<Customer, { readonly balances: Readonly<Record<string, number>> } | undefined>

/** Of whom a call without any object of theirs speaks: metadata first, then name, reference, e-mail address. */
export function ownerIn(params: Params): Who {
  const notes = record(params, 'metadata')
  const hint =
    (notes === undefined ? undefined : (text(notes, 'who') ?? text(notes, 'account') ?? text(notes, 'customer_name'))) ??
    text(params, 'name') ??
    text(params, 'client_reference_id') ??
    text(params, 'email') ??
    text(params, 'customer_email')
  return (hint === undefined ? undefined : asOwner(hint)) ?? anonymous
}

export function createCustomer(work: Work, params: Params): Customer {
  const owner = ownerIn(params)
  const methodId = text(params, 'payment_method')
  const method = methodId === undefined ? undefined : findCard(work, methodId, 'payment_method', owner)
  const settings = record(params, 'invoice_settings')
  const preferred =
    settings === undefined ? undefined : text(settings, 'default_payment_method', 'invoice_settings[default_payment_method]')
  // Only the method that comes with the new customer can be attached to it.
  if (preferred !== undefined && preferred !== methodId)
    throw noSuchParam('PaymentMethod', preferred, 'invoice_settings[default_payment_method]')
  const notes = metadata(params)
  const balance = integer(params, 'balance') ?? 0
  const id = work.store.mint('cus', owner)
  const customer: Customer = {
    id,
    object: 'customer',
    address: params['address'] ?? null,
    balance,
    created: unix(work.now),
    // A balance is in some currency: the account's, as long as nothing else was bought.
    currency: balance === 0 ? null : work.settings.currency,
    default_source: null,
    delinquent: false,
    description: text(params, 'description') ?? null,
    discount: null,
    email: text(params, 'email') ?? null,
    invoice_prefix: `${owner.toUpperCase().slice(0, 9)}${id.slice(id.lastIndexOf('_') + 1)}`,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: notes,
    name: text(params, 'name') ?? null,
    next_invoice_sequence: 1,
    phone: text(params, 'phone') ?? null,
    preferred_locales: [],
    shipping: params['shipping'] ?? null,
    tax_exempt: 'none',
    test_clock: null,
  }
  work.store.put(owner, id, { object: customer, hidden: undefined })
  emit(work, owner, 'customer.created', customer)
  if (method !== undefined) attach(work, method, id)
  return preferred === undefined ? customer : setDefaultMethod(work, liveCustomer(work, id, 'customer'), method!.object.id).object
}

/** @throws Refusal when the customer is unknown or deleted */
export function liveCustomer(work: Work, id: string, param: string): CustomerEntry {
  const entry = work.store.get<CustomerEntry>(id)
  if (entry === undefined || entry.object.object !== 'customer' || entry.object.deleted === true)
    throw param === 'id' ? noSuch('customer', id, param) : noSuchParam('customer', id, param)
  return entry
}

export function updateCustomer(work: Work, id: string, params: Params): Customer {
  const entry = liveCustomer(work, id, 'id')
  const settings = record(params, 'invoice_settings')
  const preferred =
    settings === undefined ? undefined : text(settings, 'default_payment_method', 'invoice_settings[default_payment_method]')
  const before = entry.object
  const next: Customer = {
    ...before,
    metadata: metadata(params, before.metadata),
    ...(params['name'] === undefined ? {} : { name: text(params, 'name') ?? null }),
    ...(params['email'] === undefined ? {} : { email: text(params, 'email') ?? null }),
    ...(params['phone'] === undefined ? {} : { phone: text(params, 'phone') ?? null }),
    ...(params['description'] === undefined ? {} : { description: text(params, 'description') ?? null }),
    ...(params['address'] === undefined ? {} : { address: params['address'] }),
    ...(params['shipping'] === undefined ? {} : { shipping: params['shipping'] }),
    ...(params['balance'] === undefined
      ? {}
      : { balance: integer(params, 'balance') ?? 0, currency: before.currency ?? work.settings.currency }),
    ...(preferred === undefined ? {} : { invoice_settings: withMethod(work, before, preferred) }),
  }
  return revise(work, ownerOf(id)!, 'customer.updated', entry, next).object
}

function withMethod(work: Work, customer: Customer, method: string): Customer['invoice_settings'] {
  const found = work.store.get<PaymentMethodEntry>(method)
  if (found === undefined || found.object.object !== 'payment_method' || found.object.customer !== customer.id)
    throw noSuchParam('PaymentMethod', method, 'invoice_settings[default_payment_method]')
  findCard(work, method, 'invoice_settings[default_payment_method]', ownerOf(customer.id)!)
  return { ...customer.invoice_settings, default_payment_method: method }
}

/** Makes an attached method the one that invoices use. */
export function setDefaultMethod(work: Work, entry: CustomerEntry, method: string): CustomerEntry {
  const next = { ...entry.object, invoice_settings: withMethod(work, entry.object, method) }
  return revise(work, ownerOf(next.id)!, 'customer.updated', entry, next)
}

/** Takes a card from its customer; the customer's invoices use it no more. @source SN `paymentMethods.detach`; the default ○ */
export function detachFromCustomer(work: Work, method: string): PaymentMethod {
  const detached = detach(work, method)
  const owner = ownerOf(method)!
  for (const entry of work.store.of<CustomerEntry>('cus', owner)) {
    const { invoice_settings: settings } = entry.object
    if (settings.default_payment_method === method)
      revise(work, owner, 'customer.updated', entry, {
        ...entry.object,
        invoice_settings: { ...settings, default_payment_method: null },
      })
  }
  return detached
}

/** Moves the balance that the next invoices take up, and counts invoice numbers. */
export function reviseCustomer(work: Work, id: string, change: Partial<Customer>, silent = false): void {
  const entry = work.store.get<CustomerEntry>(id)
  if (entry !== undefined) revise(work, ownerOf(id)!, silent ? undefined : 'customer.updated', entry, { ...entry.object, ...change })
}

/** A deleted customer keeps its id and reads `{ deleted: true }` for ever. */
export function deleteCustomer(work: Work, id: string): unknown {
  const entry = liveCustomer(work, id, 'id')
  const owner = ownerOf(id)!
  work.store.put(owner, id, { object: { ...entry.object, deleted: true }, hidden: undefined })
  emit(work, owner, 'customer.deleted', entry.object)
  return deletedCustomer(id)
}

export const deletedCustomer = (id: string): unknown => ({ id, object: 'customer', deleted: true })

export function retrieveCustomer(work: Work, id: string | undefined): unknown {
  if (id === undefined) throw missing('id')
  const entry = work.store.get<CustomerEntry>(id)
  if (entry === undefined || entry.object.object !== 'customer') throw noSuch('customer', id, 'id')
  return entry.object.deleted === true ? deletedCustomer(id) : entry.object
}

/** The newest customer of an owner that still exists. */
export function latestCustomer(work: Work, owner: Who): CustomerEntry | undefined {
  return work.store.of<CustomerEntry>('cus', owner).findLast((entry) => entry.object.deleted !== true)
}
