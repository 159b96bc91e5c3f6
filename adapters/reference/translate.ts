import type { Effect, Fact, FailureCode, Instant, PaymentFound, Who } from '#machines'
import {
  customerCreated,
  jobTypeOf,
  later,
  methodAttached,
  methodDetached,
  methodRefused,
  paymentFailed,
  paymentNeedsAction,
  paymentNotTaken,
  paymentProcessing,
  paymentRead,
  paymentSucceeded,
  paymentUnknown,
  refundFailed,
  refundSucceeded,
  minutes,
  seconds,
} from '#machines'
import type { ProviderAnswer, ProviderEvent } from '#simulator'
import { expiresOf, translateCard } from './cards.ts'
import { isTakenOff, translateDetached } from './detached.ts'
import { translateDispute } from './disputes.ts'
import type { Performed } from './parts.ts'
import { translateRefund } from './refunds.ts'

/** Only a vendor's field names here; what they mean for billing is decided elsewhere. */
export interface Intent {
  readonly id: string
  readonly status: string
  readonly latest_charge: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly last_payment_error: { readonly code?: string; readonly decline_code?: string } | null
}

interface ErrorBody {
  readonly error: {
    readonly type?: string
    readonly code?: string
    readonly decline_code?: string
    readonly param?: string
    readonly payment_intent?: Intent
  }
}

/** Codes after which the same card may work later. @source billing.md 1.6, SD/declines/codes ◐ */
const softCodes: ReadonlySet<string> = new Set([
  'insufficient_funds',
  'try_again_later',
  'processing_error',
  'issuer_not_available',
  'reenter_transaction',
  'approve_with_id',
  'card_velocity_exceeded',
  'withdrawal_count_limit_exceeded',
  'no_action_taken',
  'do_not_honor',
  'generic_decline',
  'call_issuer',
  'card_declined',
  'security_violation',
  'service_not_allowed',
  'not_permitted',
])

const failureOf = (error: { readonly code?: string; readonly decline_code?: string } | null): FailureCode =>
  softCodes.has(error?.decline_code ?? error?.code ?? '') ? 'soft' : 'hard'

/** A payment's state in our words; what is still being confirmed has not been found yet. */
export function foundIn(intent: Intent): PaymentFound {
  const payment = intent.id
  switch (intent.status) {
    case 'succeeded':
      return { status: 'paid', payment, charge: intent.latest_charge ?? payment }
    case 'requires_action':
      return { status: 'needs action', payment }
    case 'processing':
      return { status: 'processing', payment }
    case 'canceled':
      return { status: 'failed', payment, code: 'canceled' }
    case 'requires_payment_method':
      return { status: 'failed', payment, code: failureOf(intent.last_payment_error) }
    default:
      return { status: 'not found' }
  }
}

function factOf(attempt: string, intent: Intent, at: Instant, recordedAt: Instant): readonly Fact[] {
  const found = foundIn(intent)
  const when = { at, recordedAt }
  switch (found.status) {
    case 'paid':
      return [paymentSucceeded(attempt, found, when)]
    case 'failed':
      return [paymentFailed(attempt, found.code, when, found.payment)]
    case 'needs action':
      return [paymentNeedsAction(attempt, found.payment, when)]
    case 'processing':
      return [paymentProcessing(attempt, found.payment, when)]
    case 'not found':
      return []
    default:
      throw new RangeError(`no such payment state: ${JSON.stringify(found satisfies never)}`)
  }
}

/** What an event says of a payment of ours, of its dispute, or of its refund by others; nothing for anything else. */
export function translateEvent(event: ProviderEvent, now: Instant): readonly Fact[] {
  if (!event.type.startsWith('payment_intent.'))
    return [...translateDispute(event, now), ...translateCard(event, now), ...translateDetached(event, now), ...translateRefund(event, now)]
  const intent = event.object as unknown as Intent
  const attempt = intent.metadata['attempt']
  return attempt === undefined ? [] : factOf(attempt, intent, event.at, now)
}

/** Under that key something else was asked before, or is being asked: what became of it, only a look-up can tell. */
const isAnothers = (body: unknown): boolean => (body as Partial<ErrorBody> | undefined)?.error?.type === 'idempotency_error'

const isUnclear = (answer: ProviderAnswer): boolean =>
  answer.kind !== 'response' || answer.status >= 500 || answer.status === 409 || (answer.status === 400 && isAnothers(answer.body))

export function translateAnswer(effect: Effect, answer: ProviderAnswer, started: Instant, now: Instant): Performed {
  const again = { facts: [], again: later(now, seconds(60)) }
  if (answer.kind === 'response' && answer.status === 429) return again
  if (isUnclear(answer) || answer.kind !== 'response')
    return effect.kind === 'start attempt' ? { facts: [paymentUnknown(effect.attempt, { at: now })], again: undefined } : again
  const failed = ourErrorIn(effect, answer.status, answer.body)
  if (failed === undefined) return { facts: factsOf(effect, answer.status, answer.body, started, now), again: undefined }
  // Whoever only asks goes on asking: an unknown payment is looked up until it is known.
  if (jobTypeOf(effect.kind) === undefined) return { facts: [], again: later(now, minutes(25)) }
  const facts = effect.kind === 'start attempt' ? [paymentNotTaken(effect.attempt, effect.key, { at: now })] : []
  return { facts, again: undefined, failed }
}

/** Refusals of a refund that are its outcome: nothing is left to give back, or it may not be. @source SD/error-codes ◐ */
const refundOutcomes: ReadonlySet<string> = new Set(['charge_already_refunded', 'charge_disputed', 'insufficient_funds'])

/**
 * In a word or two why a request was refused, when that is our error and no outcome: it was wrong, nothing happened, and it
 * would be refused again until somebody mends it.
 */
function ourErrorIn(effect: Effect, status: number, body: unknown): string | undefined {
  if (status < 400 || status === 402) return undefined
  const { error } = body as Partial<ErrorBody>
  const says = `${status} ${error?.code ?? error?.type ?? 'without a reason'}`
  switch (effect.kind) {
    case 'look up attempt':
      return status === 404 ? undefined : says
    case 'start refund':
      return error?.param === 'amount' || refundOutcomes.has(error?.code ?? '') ? undefined : says
    case 'start attempt':
    case 'answer bank':
    case 'cancel payment':
      // A payment that stands elsewhere than we thought comes along.
      // What is wrong with the amount is the payment's outcome: no mending makes it another.
      return error?.payment_intent === undefined && error?.param !== 'amount' && !isTakenOff(error) ? says : undefined
    default:
      return says
  }
}

function factsOf(effect: Effect, status: number, body: unknown, started: Instant, now: Instant): readonly Fact[] {
  const isDone = status < 300
  const when = { at: now }
  switch (effect.kind) {
    case 'create customer':
      return isDone ? [customerCreated(effect.who, (body as Intent).id, when)] : []
    case 'attach method':
      return [
        isDone
          ? methodAttached(effect.key, (body as Intent).id, when, expiresOf(body as Parameters<typeof expiresOf>[0]))
          : methodRefused(effect.key, when),
      ]
    case 'start attempt':
    case 'answer bank': {
      if (isDone) return factOf(effect.attempt, body as Intent, now, now)
      const { error } = body as ErrorBody
      // Whoever took the method off was quicker than word of it.
      if (isTakenOff(error) && effect.kind === 'start attempt')
        return [methodDetached(effect.who, effect.method, when), paymentFailed(effect.attempt, 'hard', when)]
      const code = status === 402 ? failureOf(error) : 'ours'
      return error.payment_intent !== undefined && status !== 402
        ? factOf(effect.attempt, error.payment_intent, now, now)
        : [paymentFailed(effect.attempt, code, when, error.payment_intent?.id)]
    }
    case 'cancel payment': {
      const intent = isDone ? (body as Intent) : (body as ErrorBody).error.payment_intent
      return intent === undefined ? [] : [paymentRead(effect.attempt, foundIn(intent), { start: started, end: now })]
    }
    case 'look up attempt': {
      const intent =
        effect.payment === undefined
          ? (body as { readonly data: readonly Intent[] }).data.find((each) => each.metadata['attempt'] === effect.attempt)
          : isDone
            ? (body as Intent)
            : undefined
      return [paymentRead(effect.attempt, intent === undefined ? { status: 'not found' } : foundIn(intent), { start: started, end: now })]
    }
    case 'start refund': {
      if (!isDone) return [refundFailed(effect.refund, tryOf(effect.key), 'hard', when)]
      return [factOfRefund(effect.refund, effect.key, body as Refund, now)]
    }
    case 'number invoice':
    case 'send notice':
    case 'raise alert':
      return []
    default:
      throw new RangeError(`no such effect: ${JSON.stringify(effect satisfies never)}`)
  }
}

/** The fact of a refund that an earlier request made, found in the listing of its charge's refunds. */
export function refundAmong(body: unknown, { refund, key }: Extract<Effect, { kind: 'start refund' }>, now: Instant): Fact | undefined {
  const { data } = body as { readonly data: readonly (Refund & { readonly metadata: Readonly<Record<string, string>> })[] }
  const found = data.find((each) => each.metadata['refund'] === refund && each.status !== 'failed' && each.status !== 'canceled')
  return found === undefined ? undefined : factOfRefund(refund, key, found, now)
}

/** The customer that an earlier request made for somebody, found in a listing of all. */
export function customerAmong(body: unknown, who: Who): string | undefined {
  const { data } = body as { readonly data: readonly { readonly id: string; readonly metadata: Readonly<Record<string, string>> }[] }
  return data.find((each) => each.metadata['who'] === who)?.id
}

interface Refund {
  readonly id: string
  readonly status: string
}

const factOfRefund = (refund: string, key: string, { id, status }: Refund, now: Instant): Fact =>
  status === 'succeeded' ? refundSucceeded(refund, id, { at: now }) : refundFailed(refund, tryOf(key), 'soft', { at: now })

/** `…/refund 1/try 2` is the second. */
const tryOf = (key: string): number => Number(key.slice(key.lastIndexOf(' ') + 1))
