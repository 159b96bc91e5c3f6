import type { Who } from '#machines'
import { liveCustomer } from './customers.ts'
import { cardRefusal, missing, noSuch, notModelled, unfit } from './errors.ts'
import { anonymous, ownerOf } from './ids.ts'
import { declineError, declines } from './declines.ts'
import { asPurpose, askBank } from './outcomes.ts'
import { attach, findMethod, refuseDetached } from './payment-methods.ts'
import { flag, metadata, oneOf, text, type Metadata, type Params } from './read.ts'
import type { Entry } from './store.ts'
import { emit, revise, unix, type Work } from './work.ts'

export type SetupIntent = {
  readonly id: string
  readonly object: 'setup_intent'
  readonly application: null
  readonly automatic_payment_methods: unknown
  readonly cancellation_reason: string | null
  readonly client_secret: string
  readonly created: number
  readonly customer: string | null
  readonly description: string | null
  readonly last_setup_error: unknown
  readonly latest_attempt: null
  readonly livemode: false
  readonly mandate: null
  readonly metadata: Metadata
  readonly next_action: unknown
  readonly payment_method: string | null
  readonly payment_method_types: readonly string[]
  readonly status: 'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'succeeded' | 'canceled'
  readonly usage: string
}
export type SetupIntentEntry = Entry<SetupIntent, { readonly purpose: string }>

/** @param page whose it is when a page makes it */
export function createSetupIntent(work: Work, params: Params, page?: { readonly owner: Who; readonly session: string }): SetupIntent {
  const customer = text(params, 'customer')
  if (customer !== undefined) liveCustomer(work, customer, 'customer')
  const owner: Who = (customer === undefined ? page?.owner : ownerOf(customer)) ?? anonymous
  const given = text(params, 'payment_method')
  const method = given === undefined ? null : findMethod(work, given, 'payment_method', owner).object.id
  const notes = metadata(params)
  const confirms = flag(params, 'confirm') === true
  if (confirms && method === null) throw missing('payment_method')
  const id = work.store.mint('seti', owner)
  const object: SetupIntent = {
    id,
    object: 'setup_intent',
    application: null,
    automatic_payment_methods: params['automatic_payment_methods'] ?? null,
    cancellation_reason: null,
    client_secret: `${id}_secret_twin`,
    created: unix(work.now),
    customer: customer ?? null,
    description: text(params, 'description') ?? null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: notes,
    next_action: null,
    payment_method: method,
    payment_method_types: ['card'],
    status: method === null ? 'requires_payment_method' : 'requires_confirmation',
    usage: text(params, 'usage') ?? 'off_session',
  }
  work.store.put(owner, id, { object, hidden: { purpose: asPurpose(notes['purpose'] ?? page?.session ?? id) } })
  emit(work, owner, 'setup_intent.created', object)
  return confirms ? confirmSetupIntent(work, id, {}) : object
}

export function findSetupIntent(work: Work, id: string): SetupIntentEntry {
  const entry = work.store.get<SetupIntentEntry>(id)
  if (entry === undefined || entry.object.object !== 'setup_intent') throw noSuch('setup_intent', id, 'id')
  return entry
}

/** Saving a card moves no money: only a card that will never work is refused. */
export function confirmSetupIntent(work: Work, id: string, params: Params): SetupIntent {
  const entry = findSetupIntent(work, id)
  const owner = ownerOf(id)!
  if (entry.object.status === 'succeeded' || entry.object.status === 'canceled')
    throw unfit('setup_intent_unexpected_state', undefined, `the setup is ${entry.object.status} and cannot be confirmed`)
  const given = text(params, 'payment_method') ?? entry.object.payment_method
  if (given === null) throw missing('payment_method')
  const method = findMethod(work, given, 'payment_method', owner)
  refuseDetached(method)
  const answer = askBank(work, owner, entry.hidden.purpose, method.hidden.behaves)
  if (answer.kind === 'declined' && declines[answer.code].isHard) {
    const error = declineError(declines[answer.code])
    const next: SetupIntent = {
      ...entry.object,
      status: 'requires_payment_method',
      payment_method: null,
      last_setup_error: { type: 'card_error', ...error },
    }
    revise(work, owner, undefined, entry, next)
    emit(work, owner, 'setup_intent.setup_failed', next)
    throw cardRefusal(error)
  }
  if (answer.kind === 'asks') {
    const next: SetupIntent = {
      ...entry.object,
      status: 'requires_action',
      payment_method: method.object.id,
      next_action: { type: 'use_stripe_sdk', use_stripe_sdk: {} },
    }
    revise(work, owner, undefined, entry, next)
    emit(work, owner, 'setup_intent.requires_action', next)
    return next
  }
  return succeed(work, owner, entry, method.object.id)
}

function succeed(work: Work, owner: Who, entry: SetupIntentEntry, method: string): SetupIntent {
  const next: SetupIntent = { ...entry.object, status: 'succeeded', payment_method: method, next_action: null, last_setup_error: null }
  revise(work, owner, undefined, entry, next)
  if (next.customer !== null) attach(work, findMethod(work, method, 'payment_method', owner), next.customer)
  emit(work, owner, 'setup_intent.succeeded', next)
  return next
}

/** The customer answers the bank; a failed answer asks for another card. */
export function authenticateSetup(work: Work, id: string, succeeds: boolean): SetupIntent {
  const entry = findSetupIntent(work, id)
  const owner = ownerOf(id)!
  if (entry.object.status !== 'requires_action') return entry.object
  if (succeeds) return succeed(work, owner, entry, entry.object.payment_method!)
  const next: SetupIntent = {
    ...entry.object,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_setup_error: {
      type: 'invalid_request_error',
      code: 'setup_intent_authentication_failure',
      message: 'the customer did not pass the question of the bank',
    },
  }
  revise(work, owner, undefined, entry, next)
  emit(work, owner, 'setup_intent.setup_failed', next)
  return next
}

/** The page that asked for it is gone. */
export function dropSetup(work: Work, id: string): void {
  const { status } = findSetupIntent(work, id).object
  if (status !== 'succeeded' && status !== 'canceled') cancelSetupIntent(work, id, {})
}

export function cancelSetupIntent(work: Work, id: string, params: Params): SetupIntent {
  const entry = findSetupIntent(work, id)
  const reason = oneOf(params, 'cancellation_reason', ['abandoned', 'duplicate', 'requested_by_customer']) ?? null
  if (entry.object.status === 'succeeded' || entry.object.status === 'canceled')
    throw unfit('setup_intent_unexpected_state', undefined, `the setup is ${entry.object.status} and cannot be canceled`)
  const next: SetupIntent = { ...entry.object, status: 'canceled', cancellation_reason: reason, next_action: null }
  revise(work, ownerOf(id)!, undefined, entry, next)
  emit(work, ownerOf(id)!, 'setup_intent.canceled', next)
  return next
}

export function updateSetupIntent(work: Work, id: string, params: Params): SetupIntent {
  const entry = findSetupIntent(work, id)
  if (params['customer'] !== undefined && text(params, 'customer') !== entry.object.customer)
    throw notModelled('customer', 'setup_intents.update')
  const next: SetupIntent = {
    ...entry.object,
    metadata: metadata(params, entry.object.metadata),
    ...(params['description'] === undefined ? {} : { description: text(params, 'description') ?? null }),
  }
  return revise(work, ownerOf(id)!, undefined, entry, next).object
}
