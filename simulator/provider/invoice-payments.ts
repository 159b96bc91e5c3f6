import type { Who } from '#machines'
import type { CustomerEntry } from './customers.ts'
import { ownerOf } from './ids.ts'
import { invoiceAt, type Invoice, type InvoicePayment, type InvoicePaymentEntry } from './invoice-objects.ts'
import type { DeclineCode } from './declines.ts'
import type { PaymentMethodEntry } from './payment-methods.ts'
import { forgetDue } from './payment-terms.ts'
import { cancelIntent, findIntent, tryCard, type Tried } from './payments.ts'
import { emit, revise, unix, type Outcome, type Work } from './work.ts'

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
  forgetDue(work, before)
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
  // Nobody needs the intent any more when the invoice was settled without it.
  if (how.charge === undefined && entry.hidden.intent !== undefined) cancelIntent(work, findIntent(work, entry.hidden.intent), 'automatic')
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
  const tried = tryCard(work, intent, method, offSession)
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
