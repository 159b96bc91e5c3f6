import type { Currency, Method, Minor, Who } from '#machines'
import { planCardUpdate } from './card-updates.ts'
import { charge, orderCharge, type Attempted } from './charges.ts'
import { planDispute } from './disputes/courses.ts'
import { planReturn } from './disputes/returns.ts'
import { cardRefusal, noSuch, type Refusal } from './errors.ts'
import { ownerOf } from './ids.ts'
import { declineError, declines, isHard, type DeclineCode } from './declines.ts'
import { afterAuthentication, asPurpose, askBank, type BankAnswer } from './outcomes.ts'
import { attach, findMethod, type PaymentMethodEntry } from './payment-methods.ts'
import type { Metadata } from './read.ts'
import type { Entry } from './store.ts'
import { after, emit, revise, unix, wholeSecond, type Outcome, type Work } from './work.ts'

export type PaymentIntent = {
  readonly id: string
  readonly object: 'payment_intent'
  readonly amount: Minor
  readonly amount_capturable: 0
  readonly amount_received: number
  readonly automatic_payment_methods: unknown
  readonly canceled_at: number | null
  readonly cancellation_reason: string | null
  readonly capture_method: string
  readonly client_secret: string
  readonly confirmation_method: string
  readonly created: number
  readonly currency: string
  readonly customer: string | null
  readonly description: string | null
  readonly last_payment_error: unknown
  readonly latest_charge: string | null
  readonly livemode: false
  readonly metadata: Metadata
  readonly next_action: unknown
  readonly payment_method: string | null
  readonly payment_method_options: unknown
  readonly payment_method_types: readonly string[]
  readonly processing: null
  readonly receipt_email: string | null
  readonly setup_future_usage: string | null
  readonly shipping: null
  readonly statement_descriptor: string | null
  readonly status: 'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'processing' | 'succeeded' | 'canceled'
}
export interface IntentHidden {
  /** Domain identity of what is paid; the name of each attempt's outcome begins with it. */
  readonly purpose: string
  readonly invoice: string | undefined
  /** The page on which it is paid; nobody else may. */
  readonly session?: string | undefined
  /** The card whose bank asks its customer. */
  readonly asking: Method | undefined
}
export type IntentEntry = Entry<PaymentIntent, IntentHidden>

export interface NewIntent {
  readonly owner: Who
  readonly amount: Minor
  readonly currency: string
  readonly customer: string | null
  readonly method: string | null
  readonly description: string | null
  readonly metadata: Metadata
  readonly purpose: string | undefined
  readonly invoice: string | undefined
  readonly setupFutureUsage: string | null
  readonly session?: string
}

const cardOnly: readonly string[] = Object.freeze(['card'])
const cardOptions = Object.freeze({
  card: Object.freeze({ installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' }),
})

export function newIntent(work: Work, given: NewIntent, extra?: Partial<PaymentIntent>): IntentEntry {
  const id = work.store.mint('pi', given.owner)
  const object: PaymentIntent = {
    id,
    object: 'payment_intent',
    amount: given.amount,
    amount_capturable: 0,
    amount_received: 0,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: `${id}_secret_twin`,
    confirmation_method: 'automatic',
    created: unix(work.now),
    currency: given.currency,
    customer: given.customer,
    description: given.description,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: given.metadata,
    next_action: null,
    payment_method: given.method,
    payment_method_options: cardOptions,
    payment_method_types: cardOnly,
    processing: null,
    receipt_email: null,
    setup_future_usage: given.setupFutureUsage,
    shipping: null,
    statement_descriptor: null,
    status: given.method === null ? 'requires_payment_method' : 'requires_confirmation',
    ...extra,
  }
  const entry: IntentEntry = {
    object,
    hidden: {
      purpose: asPurpose(given.purpose ?? id),
      invoice: given.invoice,
      asking: undefined,
      ...(given.session === undefined ? {} : { session: given.session }),
    },
  }
  work.store.put(given.owner, id, entry)
  emit(work, given.owner, 'payment_intent.created', object)
  return entry
}

/**
 * The least amount of a charge; about half a dollar's worth.
 * @source billing.md 1.4, amounts of other currencies than these are not known and not limited
 */
const leastOf: Partial<Record<Currency, number>> = { usd: 50, eur: 50, gbp: 30, jpy: 50 }
export function leastCharge({ settings }: Work, currency: string): number {
  const { minimumCharge } = settings
  return typeof minimumCharge === 'number' ? minimumCharge : (minimumCharge[currency as Currency] ?? leastOf[currency as Currency] ?? 0)
}

export function findIntent(work: Work, id: string): IntentEntry {
  const entry = work.store.get<IntentEntry>(id)
  if (entry === undefined || entry.object.object !== 'payment_intent') throw noSuch('payment_intent', id, 'id')
  return entry
}

export function declineRefusal(tried: Tried): Refusal {
  return cardRefusal({
    ...declineError(declines[tried.code!]),
    ...(tried.charge === undefined ? {} : { charge: tried.charge }),
    payment_intent: tried.entry.object,
    payment_method: tried.method.object,
  })
}

export interface Tried {
  readonly outcome: Outcome | 'processing'
  readonly entry: IntentEntry
  readonly method: PaymentMethodEntry
  readonly code: DeclineCode | undefined
  readonly charge: string | undefined
}

const attempted = (owner: Who, entry: IntentEntry): Attempted => ({
  owner,
  intent: entry.object.id,
  invoice: entry.hidden.invoice,
  amount: entry.object.amount,
  currency: entry.object.currency,
  customer: entry.object.customer,
  description: entry.object.description,
  metadata: entry.object.metadata,
})

/**
 * One attempt to take an intent's money. The intent, its charge, truth and events say how it went, and its invoice hears of it.
 * @param offSession nobody is there to answer the bank: its question is a decline
 */
export function tryIntent(work: Work, entry: IntentEntry, method: PaymentMethodEntry, offSession: boolean): Tried {
  return method.object.type === 'card' ? tryCard(work, entry, method, offSession) : orderIntent(work, entry, method)
}

/** The same with a card: what the vendor charges by itself is never debited here. */
export function tryCard(work: Work, entry: IntentEntry, method: PaymentMethodEntry, offSession: boolean): Settled {
  const owner = ownerOf(entry.object.id)!
  let answer: BankAnswer = askBank(work, owner, entry.hidden.purpose, method.hidden.behaves)
  if (answer.kind === 'asks' && offSession) answer = { kind: 'declined', code: 'authentication_required' }
  return settleIntent(work, owner, entry, method, answer)
}

type Settled = Tried & { readonly outcome: Outcome }

function settleIntent(work: Work, owner: Who, entry: IntentEntry, method: PaymentMethodEntry, answer: BankAnswer): Settled {
  const intent = entry.object
  const id = intent.id
  const put = (next: PaymentIntent, asking: Method | undefined): IntentEntry => {
    const hidden = entry.hidden.asking === asking ? entry.hidden : { ...entry.hidden, asking }
    const fresh: IntentEntry = { object: next, hidden }
    work.store.put(owner, id, fresh)
    return fresh
  }
  switch (answer.kind) {
    case 'approved': {
      const made = charge(work, attempted(owner, entry), method.object, undefined, orderedBy(intent))
      if (method.object.type === 'card') planDispute(work, owner, entry.hidden.purpose, made.id)
      else planReturn(work, owner, entry.hidden.purpose, made.id)
      const next: PaymentIntent = {
        ...intent,
        status: 'succeeded',
        amount_received: intent.amount,
        latest_charge: made.id,
        payment_method: method.object.id,
        next_action: null,
        last_payment_error: null,
      }
      const fresh = put(next, undefined)
      emit(work, owner, 'payment_intent.succeeded', next)
      if (intent.setup_future_usage !== null && intent.customer !== null) attach(work, method, intent.customer)
      if (entry.hidden.invoice !== undefined) work.hooks.intentSettled(work, id, 'succeeded')
      return { outcome: 'succeeded', entry: fresh, method, code: undefined, charge: made.id }
    }
    case 'declined': {
      const made = charge(work, attempted(owner, entry), method.object, answer.code, orderedBy(intent))
      if (method.object.type === 'card') planCardUpdate(work, owner, method.object.id, answer.code)
      const next: PaymentIntent = {
        ...intent,
        status: 'requires_payment_method',
        latest_charge: made.id,
        payment_method: null,
        next_action: null,
        last_payment_error: {
          type: 'card_error',
          ...declineError(declines[answer.code]),
          charge: made.id,
          payment_method: method.object,
        },
      }
      const fresh = put(next, undefined)
      emit(work, owner, 'payment_intent.payment_failed', next)
      if (entry.hidden.invoice !== undefined) work.hooks.intentSettled(work, id, 'declined')
      return { outcome: 'declined', entry: fresh, method, code: answer.code, charge: made.id }
    }
    case 'asks': {
      const next: PaymentIntent = {
        ...intent,
        status: 'requires_action',
        payment_method: method.object.id,
        next_action: { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } },
      }
      const fresh = put(next, method.hidden.behaves)
      work.store.charged({
        id: `${id} asks ${unix(work.now)}`,
        owner,
        intent: id,
        invoice: entry.hidden.invoice,
        method: method.object.id,
        key: work.key,
        amount: intent.amount,
        currency: intent.currency as Currency,
        at: work.now,
        outcome: 'needs action',
        code: undefined,
        metadata: intent.metadata,
      })
      emit(work, owner, 'payment_intent.requires_action', next)
      if (entry.hidden.invoice !== undefined) work.hooks.intentSettled(work, id, 'needs action')
      return { outcome: 'needs action', entry: fresh, method, code: undefined, charge: undefined }
    }
    default:
      throw answer satisfies never
  }
}

/**
 * The customer answers the bank. A failed answer is a decline: the intent asks for another method.
 * @returns undefined when the intent does not wait for an answer
 */
export function authenticateIntent(work: Work, id: string, succeeds: boolean): Tried | undefined {
  const entry = findIntent(work, id)
  const { asking } = entry.hidden
  if (entry.object.status !== 'requires_action' || asking === undefined) return undefined
  const method = findMethod(work, entry.object.payment_method!, 'payment_method', ownerOf(id)!)
  if (succeeds) return settleIntent(work, ownerOf(id)!, entry, method, afterAuthentication(asking))
  const owner = ownerOf(id)!
  const next: PaymentIntent = {
    ...entry.object,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      payment_method: method.object,
      message: 'the customer did not pass the question of the bank',
    },
  }
  const fresh: IntentEntry = { object: next, hidden: { ...entry.hidden, asking: undefined } }
  work.store.put(owner, id, fresh)
  work.store.charged({
    id: `${id} refused ${unix(work.now)}`,
    owner,
    intent: id,
    invoice: entry.hidden.invoice,
    method: method.object.id,
    key: work.key,
    amount: next.amount,
    currency: next.currency as Currency,
    at: work.now,
    outcome: 'declined',
    code: 'payment_intent_authentication_failure',
    metadata: next.metadata,
  })
  emit(work, owner, 'payment_intent.payment_failed', next)
  if (entry.hidden.invoice !== undefined) work.hooks.intentSettled(work, id, 'declined')
  return { outcome: 'declined', entry: fresh, method, code: undefined, charge: undefined }
}

const orderedBy = ({ status, latest_charge: ordered }: PaymentIntent): string | undefined =>
  status === 'processing' ? (ordered ?? undefined) : undefined

/** A debit that is ordered here and now, and settled by a timer of its own. */
function orderIntent(work: Work, entry: IntentEntry, method: PaymentMethodEntry): Tried {
  const fresh = processIntent(work, entry, method)
  const { id } = fresh.object
  work.store.timer(ownerOf(id)!, 'intent settles', id, after(wholeSecond(work.now), work.settings.debitSettles))
  return { outcome: 'processing', entry: fresh, method, code: undefined, charge: fresh.object.latest_charge! }
}

/** A bank takes an order that it will carry out later. @source billing.md 1.3 ●, `processing` */
export function processIntent(work: Work, entry: IntentEntry, method: PaymentMethodEntry): IntentEntry {
  const owner = ownerOf(entry.object.id)!
  const ordered = orderCharge(work, attempted(owner, entry), method.object)
  const next: PaymentIntent = {
    ...entry.object,
    status: 'processing',
    latest_charge: ordered.id,
    payment_method: method.object.id,
    last_payment_error: null,
  }
  const fresh = revise(work, owner, undefined, entry, next)
  emit(work, owner, 'payment_intent.processing', next)
  return fresh
}

/**
 * The bank has carried the order out, or found no money, or no account; it asks nobody any more.
 * @source SD/payments/ach-direct-debit, failures ◐: which of them may work later ○
 */
export function settleProcessing(work: Work, entry: IntentEntry): Outcome {
  const owner = ownerOf(entry.object.id)!
  const method = findMethod(work, entry.object.payment_method!, 'payment_method', owner)
  const answer = askBank(work, owner, entry.hidden.purpose, method.hidden.behaves)
  const code = answer.kind !== 'declined' ? undefined : isHard(answer.code) ? 'invalid_account' : 'insufficient_funds'
  const told: BankAnswer = code === undefined ? { kind: 'approved' } : { kind: 'declined', code }
  return settleIntent(work, owner, entry, method, told).outcome
}

/** Ends an intent whose money nobody wants any more; ended ones stay as they are. */
export function cancelIntent(work: Work, entry: IntentEntry, reason: string | null): PaymentIntent {
  if (entry.object.status === 'succeeded' || entry.object.status === 'canceled') return entry.object
  const owner = ownerOf(entry.object.id)!
  const next: PaymentIntent = {
    ...entry.object,
    status: 'canceled',
    canceled_at: unix(work.now),
    cancellation_reason: reason,
    next_action: null,
  }
  revise(work, owner, undefined, entry, next, { ...entry.hidden, asking: undefined })
  emit(work, owner, 'payment_intent.canceled', next)
  return next
}
