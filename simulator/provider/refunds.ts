import { minor } from '#machines'
import type { Minor } from '#machines'
import { refuseFraction } from './charge-units.ts'
import { move, type Charge, type ChargeEntry } from './charges.ts'
import { warningsAreSpent } from './disputes/fraud-warnings.ts'
import { isRefundable, type DisputeEntry } from './disputes/objects.ts'
import { badCode, badInteger, missing, noSuch, noSuchParam, unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import type { IntentEntry } from './payments.ts'
import { integer, metadata, oneOf, text, type Metadata, type Params } from './read.ts'
import type { Entry } from './store.ts'
import { emit, revise, unix, type Work } from './work.ts'

export type Refund = {
  readonly id: string
  readonly object: 'refund'
  readonly amount: Minor
  readonly balance_transaction: string | null
  readonly charge: string
  readonly created: number
  readonly currency: string
  readonly destination_details: unknown
  readonly metadata: Metadata
  readonly payment_intent: string | null
  readonly reason: string | null
  readonly receipt_number: null
  readonly source_transfer_reversal: null
  readonly status: 'succeeded'
  readonly transfer_reversal: null
}
export type RefundEntry = Entry<Refund, undefined>

function chargeIn(work: Work, params: Params): ChargeEntry {
  const byCharge = text(params, 'charge')
  const byIntent = text(params, 'payment_intent')
  if (byCharge === undefined && byIntent === undefined) throw missing('charge')
  if (byCharge !== undefined) {
    const entry = work.store.get<ChargeEntry>(byCharge)
    if (entry === undefined || entry.object.object !== 'charge') throw noSuchParam('charge', byCharge, 'charge')
    return entry
  }
  const intent = work.store.get<IntentEntry>(byIntent!)
  if (intent === undefined || intent.object.object !== 'payment_intent') throw noSuchParam('payment_intent', byIntent!, 'payment_intent')
  const charge = intent.object.latest_charge === null ? undefined : work.store.get<ChargeEntry>(intent.object.latest_charge)
  if (intent.object.status !== 'succeeded' || charge === undefined)
    throw unfit('payment_intent_unexpected_state', 'payment_intent', 'nothing was paid with it that could be given back')
  return charge
}

/** Gives money back at once; without an amount, all that is left of the charge. */
export function createRefund(work: Work, params: Params): Refund {
  const entry = chargeIn(work, params)
  const charge = entry.object
  const asked = integer(params, 'amount')
  const reason = oneOf(params, 'reason', ['duplicate', 'fraudulent', 'requested_by_customer']) ?? null
  if (charge.status !== 'succeeded') throw unfit(undefined, 'charge', `${charge.id} took no money that could be given back`)
  const left = charge.amount - charge.amount_refunded
  if (left === 0) throw unfit('charge_already_refunded', undefined, `${charge.id} is given back already`)
  if (charge.disputed && !mayRefund(work, charge.id))
    throw unfit('charge_disputed', 'charge', `${charge.id} is disputed: the bank has the money`)
  if (asked !== undefined && asked < 1) throw badInteger('amount', asked)
  if (asked !== undefined) refuseFraction(work, charge.currency, asked)
  if (asked !== undefined && asked > left) throw badCode('amount_too_large', 'amount', `of the charge ${left} is left, less than ${asked}`)
  const amount = minor(asked ?? left)
  const owner = ownerOf(charge.id)!
  const id = work.store.mint('re', owner)
  const refund: Refund = {
    id,
    object: 'refund',
    amount,
    balance_transaction: move(work, owner, 'refund', minor(-amount), charge.currency, id),
    charge: charge.id,
    created: unix(work.now),
    currency: charge.currency,
    destination_details: { card: { reference_status: 'pending', type: 'refund' }, type: 'card' },
    metadata: metadata(params),
    payment_intent: charge.payment_intent,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  }
  work.store.put(owner, id, { object: refund, hidden: undefined })
  work.store.refunded({ id, owner, charge: charge.id, amount, at: work.now, status: 'succeeded', key: work.key, metadata: refund.metadata })
  const returned = charge.amount_refunded + amount
  const next: Charge = { ...charge, amount_refunded: returned, refunded: returned === charge.amount }
  revise(work, owner, undefined, entry, next)
  emit(work, owner, 'refund.created', refund)
  emit(work, owner, 'charge.refunded', next, { amount_refunded: charge.amount_refunded, refunded: charge.refunded })
  if (next.refunded) warningsAreSpent(work, charge.id)
  return refund
}

/** Open disputes and lost ones keep the money from the merchant. @source billing.md 1.3, refund refused */
const mayRefund = (work: Work, charge: string): boolean =>
  work.store.of<DisputeEntry>('dp', ownerOf(charge)!).every(({ object }) => object.charge !== charge || isRefundable(object.status))

export function findRefund(work: Work, id: string): RefundEntry {
  const entry = work.store.get<RefundEntry>(id)
  if (entry === undefined || entry.object.object !== 'refund') throw noSuch('refund', id, 'id')
  return entry
}

export function updateRefund(work: Work, id: string, params: Params): Refund {
  const entry = findRefund(work, id)
  return revise(work, ownerOf(id)!, 'refund.updated', entry, { ...entry.object, metadata: metadata(params, entry.object.metadata) }).object
}
