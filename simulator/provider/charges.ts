import { minor } from '#machines'
import type { Currency, Minor, Who } from '#machines'
import type { DisputeCourse } from './disputes/courses.ts'
import { declines, type DeclineCode } from './declines.ts'
import type { PaymentMethod } from './payment-methods.ts'
import type { Metadata } from './read.ts'
import type { Entry } from './store.ts'
import { emit, unix, type Work } from './work.ts'

export type Charge = {
  readonly id: string
  readonly object: 'charge'
  readonly amount: Minor
  readonly amount_captured: number
  readonly amount_refunded: number
  readonly application_fee_amount: null
  readonly balance_transaction: string | null
  readonly billing_details: unknown
  readonly captured: boolean
  readonly created: number
  readonly currency: string
  readonly customer: string | null
  readonly description: string | null
  readonly disputed: boolean
  readonly failure_balance_transaction: null
  readonly failure_code: string | null
  readonly failure_message: string | null
  readonly fraud_details: null
  readonly livemode: false
  readonly metadata: Metadata
  readonly outcome: unknown
  readonly paid: boolean
  readonly payment_intent: string
  readonly payment_method: string
  readonly payment_method_details: unknown
  readonly receipt_email: null
  readonly receipt_number: null
  readonly receipt_url: string | null
  readonly refunded: boolean
  readonly shipping: null
  readonly statement_descriptor: null
  readonly status: 'succeeded' | 'failed' | 'pending'
}
/** `invoice`: the newest shape has no such field any more; older payloads show it. `disputes`: what its bank is going to do. */
export type ChargeEntry = Entry<Charge, { readonly invoice: string | undefined; readonly disputes?: DisputeCourse }>

export type BalanceRecord = {
  readonly id: string
  readonly object: 'balance_transaction'
  readonly amount: number
  readonly available_on: number
  readonly created: number
  readonly currency: string
  readonly description: string | null
  readonly exchange_rate: null
  /** Of the vendor's own prices only that of a dispute is part of this model. */
  readonly fee: number
  readonly fee_details: readonly unknown[]
  readonly net: number
  readonly reporting_category: 'charge' | 'refund' | 'dispute' | 'dispute_reversal'
  readonly source: string
  readonly status: 'available'
  readonly type: 'charge' | 'refund' | 'adjustment'
}

export interface Attempted {
  readonly owner: Who
  readonly intent: string
  readonly invoice: string | undefined
  readonly amount: Minor
  readonly currency: string
  readonly customer: string | null
  readonly description: string | null
  readonly metadata: Metadata
}

const noFee = minor(0)

const approvedOutcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  seller_message: 'paid',
  type: 'authorized',
}

/** What the vendor itself blocks never reaches the network. @source SN `Charge.Outcome` */
const declinedOutcome = (code: DeclineCode) => ({
  advice_code: declines[code].advice,
  network_advice_code: null,
  network_decline_code: null,
  network_status: code === 'highest_risk_level' ? 'not_sent_to_network' : 'declined_by_network',
  reason: code,
  risk_level: code === 'highest_risk_level' ? 'highest' : 'normal',
  seller_message: declines[code].message,
  type: code === 'highest_risk_level' ? 'blocked' : 'issuer_declined',
})

/** Books money in or out. @param fee what the vendor takes for it */
export function move(
  work: Work,
  owner: Who,
  kind: BalanceRecord['reporting_category'],
  amount: Minor,
  currency: string,
  source: string,
  fee: Minor = noFee,
): string {
  const id = work.store.mint('txn', owner)
  const created = unix(work.now)
  const object: BalanceRecord = {
    id,
    object: 'balance_transaction',
    amount,
    available_on: created,
    created,
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [{ amount: fee, application: null, currency, description: 'Dispute fee', type: 'stripe_fee' }],
    net: amount - fee,
    reporting_category: kind,
    source,
    status: 'available',
    type: kind === 'charge' || kind === 'refund' ? kind : 'adjustment',
  }
  work.store.put(owner, id, { object, hidden: undefined })
  if (amount !== 0) work.store.moved({ id, owner, amount, cause: source, at: work.now })
  if (fee !== 0) work.store.moved({ id: `${id} fee`, owner, amount: minor(-fee), cause: source, at: work.now, isFee: true })
  return id
}

/** What its bank said of a charge: it is paid, it is ordered, or why it was declined. */
type Said = 'approved' | 'ordered' | DeclineCode

function chargeObject(work: Work, id: string, what: Attempted, method: PaymentMethod, said: Said, created: number): Charge {
  const isPaid = said === 'approved'
  const declined = said === 'approved' || said === 'ordered' ? undefined : declines[said]
  return {
    id,
    object: 'charge',
    amount: what.amount,
    amount_captured: isPaid ? what.amount : 0,
    amount_refunded: 0,
    application_fee_amount: null,
    balance_transaction: isPaid ? move(work, what.owner, 'charge', what.amount, what.currency, id) : null,
    billing_details: method.billing_details,
    captured: isPaid,
    created,
    currency: what.currency,
    customer: what.customer,
    description: what.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: declined?.error ?? null,
    failure_message: declined?.message ?? null,
    fraud_details: null,
    livemode: false,
    metadata: what.metadata,
    outcome: declined === undefined ? approvedOutcome : declinedOutcome(declined.code),
    paid: isPaid,
    payment_intent: what.intent,
    payment_method: method.id,
    payment_method_details: { [method.type]: method[method.type], type: method.type },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    shipping: null,
    statement_descriptor: null,
    status: isPaid ? 'succeeded' : said === 'ordered' ? 'pending' : 'failed',
  }
}

function book(work: Work, object: Charge, what: Attempted, code: DeclineCode | undefined): void {
  const { id, status } = object
  work.store.put(what.owner, id, { object, hidden: { invoice: what.invoice } })
  work.store.charged({
    id: status === 'pending' ? `${id} ordered` : id,
    owner: what.owner,
    intent: what.intent,
    invoice: what.invoice,
    method: object.payment_method,
    key: work.key,
    amount: what.amount,
    currency: what.currency as Currency,
    at: work.now,
    outcome: status === 'pending' ? 'processing' : status === 'succeeded' ? 'succeeded' : 'declined',
    code,
    metadata: what.metadata,
  })
  emit(work, what.owner, `charge.${status}`, object)
}

/**
 * A charge that took place or was declined, in object, truth and events.
 * @param ordered the charge that its bank had taken the order of, and carries out or not
 */
export function charge(work: Work, what: Attempted, method: PaymentMethod, declined: DeclineCode | undefined, ordered?: string): Charge {
  const before = ordered === undefined ? undefined : work.store.get<ChargeEntry>(ordered)?.object
  const id = before?.id ?? work.store.mint('ch', what.owner)
  const object = chargeObject(work, id, what, method, declined ?? 'approved', before?.created ?? unix(work.now))
  book(work, object, what, declined)
  return object
}

/** A bank has taken an order: the charge is there, and its money is not. @source billing.md 1.3 ●, `Charge.status` pending and `charge.pending` */
export function orderCharge(work: Work, what: Attempted, method: PaymentMethod): Charge {
  const object = chargeObject(work, work.store.mint('ch', what.owner), what, method, 'ordered', unix(work.now))
  book(work, object, what, undefined)
  return object
}
