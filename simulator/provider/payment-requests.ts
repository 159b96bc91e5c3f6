import { minor } from '#machines'
import type { Who } from '#machines'
import { refuseFraction } from './charge-units.ts'
import { liveCustomer } from './customers.ts'
import { badCode, badInteger, badValue, missing, notModelled, Refusal, unfit } from './errors.ts'
import { anonymous, asOwner, ownerOf } from './ids.ts'
import { findMethod, refuseDetached, type PaymentMethodEntry } from './payment-methods.ts'
import {
  authenticateIntent,
  cancelIntent,
  declineRefusal,
  findIntent,
  leastCharge,
  newIntent,
  tryIntent,
  type PaymentIntent,
  type Tried,
} from './payments.ts'
import { flag, integer, list, metadata, needText, oneOf, text, type Metadata, type Params } from './read.ts'
import { revise, type Work } from './work.ts'

/** Of whom an intent without a customer speaks. */
const ownerFor = (customer: string | undefined, notes: Metadata): Who =>
  (customer === undefined ? undefined : ownerOf(customer)) ?? (notes['who'] === undefined ? undefined : asOwner(notes['who'])) ?? anonymous

export function createIntent(work: Work, params: Params): PaymentIntent {
  const amount = integer(params, 'amount')
  if (amount === undefined) throw missing('amount')
  const currency = needText(params, 'currency').toLowerCase()
  if (amount < 1) throw badInteger('amount', amount)
  refuseFraction(work, currency, amount)
  if (amount < leastCharge(work, currency)) throw badCode('amount_too_small', 'amount', 'the amount is below the least that can be charged')
  const capture = text(params, 'capture_method') ?? 'automatic'
  if (capture === 'manual') throw notModelled('capture_method', 'payment_intents.create')
  if (text(params, 'confirmation_method') === 'manual') throw notModelled('confirmation_method', 'payment_intents.create')
  const customer = text(params, 'customer')
  const notes = metadata(params)
  const owner = ownerFor(customer, notes)
  if (customer !== undefined) liveCustomer(work, customer, 'customer')
  const confirmNow = flag(params, 'confirm') === true
  const offSession = flag(params, 'off_session') === true
  if (offSession && !confirmNow) throw badValue('off_session', 'off_session says how to confirm, and nothing is confirmed here')
  const types = list(params, 'payment_method_types')
  if (types !== undefined && !types.includes('card') && !types.includes('us_bank_account'))
    throw notModelled('payment_method_types', 'payment_intents.create')
  const methodId = text(params, 'payment_method')
  const method = methodId === undefined ? undefined : methodFor(work, methodId, customer, owner)
  if (confirmNow && method === undefined) throw noMethod()
  const setup = text(params, 'setup_future_usage') ?? null
  const entry = newIntent(
    work,
    {
      owner,
      amount: minor(amount),
      currency,
      customer: customer ?? null,
      method: method?.object.id ?? null,
      description: text(params, 'description') ?? null,
      metadata: notes,
      purpose: notes['purpose'],
      invoice: undefined,
      setupFutureUsage: setup,
    },
    params['receipt_email'] === undefined &&
      params['statement_descriptor'] === undefined &&
      params['automatic_payment_methods'] === undefined
      ? undefined
      : {
          receipt_email: text(params, 'receipt_email') ?? null,
          statement_descriptor: text(params, 'statement_descriptor') ?? null,
          automatic_payment_methods: params['automatic_payment_methods'] ?? null,
        },
  )
  return confirmNow ? answerOf(tryIntent(work, entry, method!, offSession)) : entry.object
}

const noMethod = (): Refusal =>
  unfit('payment_intent_unexpected_state', 'payment_method', "You cannot confirm this PaymentIntent because it's missing a payment method.")

function methodFor(work: Work, id: string, customer: string | undefined, owner: Who): PaymentMethodEntry {
  const method = findMethod(work, id, 'payment_method', owner)
  refuseDetached(method)
  const holder = method.object.customer
  if (holder !== null && holder !== customer) throw badValue('payment_method', 'the payment method is that of another customer')
  return method
}

const stateRefusal = (intent: PaymentIntent, what: string): Refusal =>
  new Refusal(
    400,
    {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      param: 'intent',
      payment_intent: intent,
      message: `the payment is ${intent.status} and cannot be ${what}`,
    },
    false,
  )

export function confirmIntent(work: Work, id: string, params: Params): PaymentIntent {
  let entry = findIntent(work, id)
  const intent = entry.object
  refuseOfPage(entry)
  if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_confirmation' && intent.status !== 'requires_action')
    throw stateRefusal(intent, 'confirmed')
  const owner = ownerOf(id)!
  const given = text(params, 'payment_method') ?? intent.payment_method ?? undefined
  if (given === undefined) throw noMethod()
  const method = methodFor(work, given, intent.customer ?? undefined, owner)
  const usage = text(params, 'setup_future_usage')
  if (usage !== undefined) entry = { object: { ...intent, setup_future_usage: usage }, hidden: entry.hidden }
  return answerOf(tryIntent(work, entry, method, flag(params, 'off_session') === true))
}

/** A decline answers 402 with the intent inside; the rest answers the intent. */
function answerOf(tried: Tried): PaymentIntent {
  if (tried.outcome === 'declined') throw declineRefusal(tried)
  return tried.entry.object
}

/** @source SN `Session.payment_intent`: it is confirmed on its page and ends with it */
function refuseOfPage(entry: { readonly hidden: { readonly session?: string | undefined } }): void {
  if (entry.hidden.session !== undefined)
    throw unfit(
      'payment_intent_unexpected_state',
      undefined,
      `the payment belongs to the page ${entry.hidden.session}: expire that instead`,
    )
}

const cancelReasons = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const

export function cancelIntentByRequest(work: Work, id: string, params: Params): PaymentIntent {
  const entry = findIntent(work, id)
  const reason = oneOf(params, 'cancellation_reason', cancelReasons) ?? null
  if (entry.object.status === 'succeeded' || entry.object.status === 'canceled') throw stateRefusal(entry.object, 'canceled')
  refuseOfPage(entry)
  // @source SN `PaymentIntents.cancel`: only in rare cases; which those are is not known
  if (entry.object.status === 'processing') throw stateRefusal(entry.object, 'canceled')
  if (entry.hidden.invoice !== undefined)
    throw unfit('payment_intent_unexpected_state', undefined, 'the payment belongs to an invoice: make that void instead')
  return cancelIntent(work, entry, reason)
}

export function updateIntent(work: Work, id: string, params: Params): PaymentIntent {
  const entry = findIntent(work, id)
  const before = entry.object
  if (before.status === 'succeeded' || before.status === 'canceled') {
    const other = Object.keys(params).find((name) => name !== 'metadata' && name !== 'description' && name !== 'expand')
    if (other !== undefined) throw stateRefusal(before, 'updated')
  }
  const customer = text(params, 'customer') ?? before.customer
  if (customer !== null && customer !== before.customer) liveCustomer(work, customer, 'customer')
  const amount = integer(params, 'amount')
  if (amount !== undefined && amount < Math.max(1, leastCharge(work, before.currency)))
    throw badCode('amount_too_small', 'amount', 'the amount is below the least that can be charged')
  if (amount !== undefined) refuseFraction(work, before.currency, amount)
  const methodId = text(params, 'payment_method')
  const method = methodId === undefined ? before.payment_method : methodFor(work, methodId, customer ?? undefined, ownerOf(id)!).object.id
  const notes = metadata(params, before.metadata)
  const next: PaymentIntent = {
    ...before,
    metadata: notes,
    customer,
    payment_method: method,
    ...(amount === undefined ? {} : { amount: minor(amount) }),
    ...(params['description'] === undefined ? {} : { description: text(params, 'description') ?? null }),
    ...(params['receipt_email'] === undefined ? {} : { receipt_email: text(params, 'receipt_email') ?? null }),
    ...(params['setup_future_usage'] === undefined ? {} : { setup_future_usage: text(params, 'setup_future_usage') ?? null }),
    status: before.status === 'requires_payment_method' && method !== null ? 'requires_confirmation' : before.status,
  }
  // The vendor sends no event for such an update.
  return revise(work, ownerOf(id)!, undefined, entry, next).object
}

/**
 * The customer answers the bank, through the vendor's script on the merchant's page; no server of anybody has this route.
 * @source SN, `payment_intent_authentication_failure`
 */
export function authenticateByCustomer(work: Work, id: string, params: Params): PaymentIntent {
  const { object } = findIntent(work, id)
  const succeeds = flag(params, 'succeeds')
  if (succeeds === undefined) throw missing('succeeds')
  const tried = authenticateIntent(work, id, succeeds)
  if (tried === undefined) throw stateRefusal(object, 'authenticated')
  if (tried.outcome === 'succeeded') return tried.entry.object
  if (tried.code !== undefined) throw declineRefusal(tried)
  throw new Refusal(
    400,
    {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      payment_intent: tried.entry.object,
      message: 'the customer did not pass the question of the bank',
    },
    false,
  )
}
