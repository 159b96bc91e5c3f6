import type { Charge } from '../charges.ts'
import { noSuch } from '../errors.ts'
import { ownerOf } from '../ids.ts'
import type { Entry } from '../store.ts'
import { emit, revise, unix, type Work } from '../work.ts'

/** The bank says that a payment was fraud, before anybody disputes it. @source SN `Radar.EarlyFraudWarning` */
export type FraudWarning = {
  readonly id: string
  readonly object: 'radar.early_fraud_warning'
  /** Neither disputed nor refunded in full so far: a refund may still avert the dispute. */
  readonly actionable: boolean
  readonly charge: string
  readonly created: number
  readonly fraud_type: string
  readonly livemode: false
  readonly payment_intent: string
}
type FraudWarningEntry = Entry<FraudWarning, undefined>

export function warn(work: Work, charge: Charge): void {
  const owner = ownerOf(charge.id)!
  const id = work.store.mint('issfr', owner)
  const object: FraudWarning = {
    id,
    object: 'radar.early_fraud_warning',
    actionable: charge.amount_refunded < charge.amount,
    charge: charge.id,
    created: unix(work.now),
    fraud_type: 'misc',
    livemode: false,
    payment_intent: charge.payment_intent,
  }
  work.store.put(owner, id, { object, hidden: undefined })
  emit(work, owner, 'radar.early_fraud_warning.created', object)
}

/** The charge was disputed, or given back in full: its warnings can avert nothing any more. */
export function warningsAreSpent(work: Work, charge: string): void {
  const owner = ownerOf(charge)!
  for (const entry of work.store.of<FraudWarningEntry>('issfr', owner))
    if (entry.object.charge === charge && entry.object.actionable)
      revise(work, owner, 'radar.early_fraud_warning.updated', entry, { ...entry.object, actionable: false })
}

export function findWarning(work: Work, id: string): FraudWarning {
  const entry = work.store.get<FraudWarningEntry>(id)
  if (entry === undefined || entry.object.object !== 'radar.early_fraud_warning') throw noSuch('early_fraud_warning', id, 'id')
  return entry.object
}
