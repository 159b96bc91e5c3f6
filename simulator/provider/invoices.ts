import { minor } from '#machines'
import type { Instant, Who } from '#machines'
import { reviseCustomer, type CustomerEntry } from './customers.ts'
import { noSuch, unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import {
  invoiceObject,
  type Invoice,
  type InvoiceEntry,
  type InvoiceHidden,
  type InvoicePayment,
  type InvoicePaymentEntry,
  type NewInvoice,
} from './invoice-objects.ts'
import type { DeclineCode } from './outcomes.ts'
import { isHard } from './outcomes.ts'
import type { PaymentMethodEntry } from './payment-methods.ts'
import { cancelIntent, findIntent, leastCharge, newIntent, tryIntent, type Tried } from './payments.ts'
import { after, emit, revise, unix, wholeSecond, type Outcome, type Work } from './work.ts'

export function findInvoice(work: Work, id: string): InvoiceEntry {
  const entry = work.store.get<InvoiceEntry>(id)
  if (entry === undefined || entry.object.object !== 'invoice') throw noSuch('invoice', id, 'id')
  return entry
}

/** An invoice that is known to be there. */
export const invoiceAt = (work: Work, id: string): InvoiceEntry => work.store.get<InvoiceEntry>(id)!

/** A draft with its event. Nothing is asked of anybody yet. */
export function draftInvoice(work: Work, given: NewInvoice): InvoiceEntry {
  const id = work.store.mint('in', given.owner)
  const object = invoiceObject(work, id, given, () => work.store.mint('il', given.owner))
  const hidden: InvoiceHidden = {
    purpose: given.purpose,
    subscription: given.subscription?.id,
    intent: undefined,
    payment: undefined,
    retriesUsed: 0,
    failed: undefined,
    charge: undefined,
    paidOutOfBand: false,
  }
  const entry = { object, hidden }
  work.store.put(given.owner, id, entry)
  emit(work, given.owner, 'invoice.created', object)
  return entry
}

/** Sets when a draft becomes an invoice by itself. */
export function finalizeLater(work: Work, id: string, at: Instant): void {
  const entry = invoiceAt(work, id)
  revise(work, ownerOf(id)!, undefined, entry, { ...entry.object, automatically_finalizes_at: unix(at), next_payment_attempt: unix(at) })
  work.store.timer(ownerOf(id)!, 'finalize invoice', id, at)
}

/**
 * Makes a draft an invoice: takes the customer's balance up, gives the number, and the payment intent if money is due.
 * What is due to nobody is paid at once; less than the least charge waits on the customer's balance.
 * @source billing.md 1.2
 */
export function finalizeInvoice(work: Work, id: string): InvoiceEntry {
  const entry = invoiceAt(work, id)
  const owner = ownerOf(id)!
  const draft = entry.object
  work.store.timer(owner, 'finalize invoice', id, undefined)
  const customer = work.store.get<CustomerEntry>(draft.customer)!.object
  const owed = draft.total + customer.balance
  const tooSmall = owed > 0 && owed < leastCharge(work, draft.currency)
  const due = owed <= 0 || tooSmall ? 0 : owed
  const ending = owed <= 0 || tooSmall ? owed : 0
  const sequence = customer.next_invoice_sequence
  reviseCustomer(work, customer.id, { next_invoice_sequence: sequence + 1, currency: customer.currency ?? draft.currency }, true)
  if (ending !== customer.balance) reviseCustomer(work, customer.id, { balance: ending })
  const intent =
    due === 0 || draft.collection_method === 'send_invoice'
      ? undefined
      : newIntent(work, {
          owner,
          amount: minor(due),
          currency: draft.currency,
          customer: customer.id,
          method: null,
          description: draft.description,
          metadata: {},
          purpose: entry.hidden.purpose,
          invoice: id,
          // The card that pays a first invoice is kept for the next ones.
          setupFutureUsage: draft.billing_reason === 'subscription_create' ? 'off_session' : null,
        })
  const payment = intent === undefined ? undefined : newInvoicePayment(work, owner, draft, intent.object.id, due)
  const next: Invoice = {
    ...draft,
    status: 'open',
    amount_due: due,
    amount_remaining: due,
    starting_balance: customer.balance,
    ending_balance: ending,
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    effective_at: unix(work.now),
    automatically_finalizes_at: null,
    next_payment_attempt: null,
    hosted_invoice_url: `https://invoice.stripe.com/i/${id}`,
    status_transitions: { ...draft.status_transitions, finalized_at: unix(work.now) },
  }
  revise(work, owner, undefined, entry, next, { ...entry.hidden, intent: intent?.object.id, payment })
  emit(work, owner, 'invoice.finalized', next)
  if (due === 0) markPaid(work, id, { attempted: true })
  return invoiceAt(work, id)
}

/** The record that ties an intent to the invoice it pays. */
export function newInvoicePayment(work: Work, owner: Who, invoice: Invoice, intent: string, amount: number): string {
  const id = work.store.mint('inpay', owner)
  const object: InvoicePayment = {
    id,
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: amount,
    created: unix(work.now),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  }
  work.store.put(owner, id, { object, hidden: undefined })
  return id
}

interface HowPaid {
  readonly attempted?: boolean
  readonly charge?: string
  readonly outOfBand?: boolean
}

/** The invoice is settled: by a charge, by nothing being due, or by money that came another way. */
export function markPaid(work: Work, id: string, how: HowPaid): void {
  const entry = invoiceAt(work, id)
  const owner = ownerOf(id)!
  const before = entry.object
  if (before.status === 'paid' || before.status === 'void') return
  const next: Invoice = {
    ...before,
    status: 'paid',
    amount_paid: how.outOfBand === true ? 0 : before.amount_due,
    amount_remaining: 0,
    attempted: how.attempted ?? before.attempted,
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...before.status_transitions, paid_at: unix(work.now) },
  }
  revise(work, owner, undefined, entry, next, {
    ...entry.hidden,
    charge: how.charge,
    paidOutOfBand: how.outOfBand === true,
    failed: undefined,
  })
  work.store.timer(owner, 'retry invoice', id, undefined)
  if (entry.hidden.payment !== undefined && how.charge !== undefined) {
    const payment = work.store.get<InvoicePaymentEntry>(entry.hidden.payment)!
    const paid: InvoicePayment = {
      ...payment.object,
      amount_paid: before.amount_due,
      status: 'paid',
      status_transitions: { canceled_at: null, paid_at: unix(work.now) },
    }
    revise(work, owner, undefined, payment, paid)
    emit(work, owner, 'invoice_payment.paid', paid)
  }
  if (how.outOfBand === true && entry.hidden.intent !== undefined) cancelIntent(work, findIntent(work, entry.hidden.intent), 'automatic')
  emit(work, owner, 'invoice.paid', next)
  emit(work, owner, 'invoice.payment_succeeded', next)
  work.hooks.invoicePaid(work, id)
}

/**
 * The method an invoice's money is taken with: its own, the subscription's, then the customer's.
 * @source billing.md 1.6, method order
 */
export function methodOf(work: Work, invoice: Invoice, subscription: string | undefined): PaymentMethodEntry | undefined {
  const ofSubscription =
    subscription === undefined
      ? undefined
      : (work.store.get(subscription)?.object as { readonly default_payment_method?: string | null } | undefined)?.default_payment_method
  const customer = work.store.get<CustomerEntry>(invoice.customer)
  const id = invoice.default_payment_method ?? ofSubscription ?? customer?.object.invoice_settings.default_payment_method ?? undefined
  const method = id === undefined ? undefined : work.store.get<PaymentMethodEntry>(id)
  // A card that was detached since is none.
  return method?.hidden.detached === true ? undefined : method
}

export type Collected = { readonly outcome: Outcome; readonly tried: Tried | undefined }

/**
 * Tries to take an open invoice's money.
 * @param how `automatic` attempts of the vendor's own schedule count; asked ones count only as the first
 * @source billing.md 1.2, attempt_count
 */
export function collect(work: Work, id: string, how: 'automatic' | 'asked', given?: PaymentMethodEntry, offSession = false): Collected {
  const entry = invoiceAt(work, id)
  const method = given ?? methodOf(work, entry.object, entry.hidden.subscription)
  const counts = how === 'automatic' || entry.object.attempt_count === 0
  const counted: Invoice = { ...entry.object, attempted: true, attempt_count: entry.object.attempt_count + (counts ? 1 : 0) }
  revise(work, ownerOf(id)!, undefined, entry, counted)
  if (method === undefined) {
    emit(work, ownerOf(id)!, 'invoice.payment_failed', counted)
    work.hooks.invoiceUnpaid(work, id, 'declined')
    return { outcome: 'declined', tried: undefined }
  }
  const intent = findIntent(work, entry.hidden.intent!)
  const tried = tryIntent(work, intent, method, offSession)
  return { outcome: tried.outcome, tried }
}

/** An intent of an invoice ended an attempt, whoever began it: the schedule, the API, or the customer. */
export function intentSettled(work: Work, intent: string, outcome: Outcome): void {
  const paymentIntent = findIntent(work, intent)
  const id = paymentIntent.hidden.invoice!
  const entry = invoiceAt(work, id)
  const owner = ownerOf(id)!
  if (outcome === 'succeeded') {
    markPaid(work, id, { charge: paymentIntent.object.latest_charge!, attempted: true })
    return
  }
  const error = paymentIntent.object.last_payment_error as {
    readonly decline_code?: DeclineCode
    readonly payment_method?: { readonly id: string }
  } | null
  const failed =
    outcome === 'needs action'
      ? { method: paymentIntent.object.payment_method!, code: 'authentication' as const }
      : { method: error?.payment_method?.id ?? '', code: error?.decline_code ?? ('authentication' as const) }
  // A customer who pays at the vendor's page makes the first attempt too.
  const next: Invoice = { ...entry.object, attempted: true, attempt_count: Math.max(1, entry.object.attempt_count) }
  revise(work, owner, undefined, entry, next, { ...entry.hidden, failed })
  emit(work, owner, 'invoice.payment_failed', next)
  if (outcome === 'needs action') emit(work, owner, 'invoice.payment_action_required', next)
  work.hooks.invoiceUnpaid(work, id, outcome)
}

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

/**
 * Open or uncollectible becomes void, for good.
 * @param tells whether the subscription learns that nobody waits for this money; not when it is the one that gave it up
 */
export function voidInvoice(work: Work, id: string, tells: 'subscription' | 'nobody'): Invoice {
  const entry = invoiceAt(work, id)
  if (entry.object.status !== 'open' && entry.object.status !== 'uncollectible')
    throw unfit(undefined, undefined, `the invoice is ${entry.object.status}; an open or uncollectible one can become void`)
  const owner = ownerOf(id)!
  const next: Invoice = {
    ...entry.object,
    status: 'void',
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...entry.object.status_transitions, voided_at: unix(work.now) },
  }
  drop(work, owner, entry, next)
  if (entry.hidden.intent !== undefined) cancelIntent(work, findIntent(work, entry.hidden.intent), 'void_invoice')
  // What the invoice had taken from the customer's balance goes back.
  const used = (entry.object.ending_balance ?? 0) - entry.object.starting_balance
  const customer = work.store.get<CustomerEntry>(next.customer)
  if (used !== 0 && customer !== undefined) reviseCustomer(work, next.customer, { balance: customer.object.balance - used })
  emit(work, owner, 'invoice.voided', next)
  if (tells === 'subscription') work.hooks.invoiceDropped(work, id)
  return next
}

function drop(work: Work, owner: Who, entry: InvoiceEntry, next: Invoice): void {
  revise(work, owner, undefined, entry, next)
  work.store.timer(owner, 'retry invoice', next.id, undefined)
}

export function markUncollectible(work: Work, id: string): Invoice {
  const entry = findInvoice(work, id)
  if (entry.object.status !== 'open')
    throw unfit(undefined, undefined, `the invoice is ${entry.object.status}; an open one can become uncollectible`)
  const owner = ownerOf(id)!
  const next: Invoice = {
    ...entry.object,
    status: 'uncollectible',
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...entry.object.status_transitions, marked_uncollectible_at: unix(work.now) },
  }
  drop(work, owner, entry, next)
  emit(work, owner, 'invoice.marked_uncollectible', next)
  work.hooks.invoiceDropped(work, id)
  return next
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

/** The draft's hour is over: it becomes an invoice and its money is tried. */
export function advanceInvoice(work: Work, id: string): void {
  if (invoiceAt(work, id).object.status !== 'draft') return
  const entry = finalizeInvoice(work, id)
  if (entry.object.status === 'open' && entry.object.collection_method === 'charge_automatically') collect(work, id, 'automatic')
}
