import type { Instant, InvoiceRow, Who } from '#machines'
import { days, later } from '#machines'
import type { TruthCharge, TruthDispute } from '../provider/provider.ts'
import { paysFor } from './captured.ts'
import type { Scene } from './scene.ts'
import { uninformed } from './waiting.ts'

/** A dispute as it stands, by the bank's own word. */
export interface Standing {
  readonly id: string
  readonly owner: Who
  readonly charge: string
  readonly status: TruthDispute['status']
  /** Since when, and when the bank first took anything. */
  readonly since: Instant
  readonly takenAt: Instant | undefined
  /** What the bank has of the payment; minor units. */
  readonly taken: number
}

const none: readonly Standing[] = []

/** Every dispute as it stands; of its rows the newest counts, and the money is the sum of what moved. */
export function disputesIn({ truth: { disputes } }: Pick<Scene, 'truth'>): readonly Standing[] {
  if (disputes.length === 0) return none
  const found = new Map<string, Standing>()
  for (const { id, owner, charge, status, at, moved } of disputes) {
    const before = found.get(id)
    const taken = (before?.taken ?? 0) - moved
    found.set(id, { id, owner, charge, status, since: at, takenAt: before?.takenAt ?? (taken > 0 ? at : undefined), taken })
  }
  return [...found.values()]
}

/** Lost: what the bank has, it keeps. */
export const isLost = ({ status, taken }: Standing): boolean => status === 'lost' && taken > 0
/** The bank has the money and has not decided. */
export const isHeld = ({ status, taken }: Standing): boolean => status !== 'lost' && taken > 0

/** What a bank has of a charge, in minor units. */
export function takenOf(disputes: readonly TruthDispute[], charge: TruthCharge): number {
  let sum = 0
  for (const dispute of disputes) if (dispute.charge === charge.id) sum -= dispute.moved
  return sum
}

/** Disputes about what was paid for an invoice. */
export function disputesOn(scene: Pick<Scene, 'truth'>, invoice: InvoiceRow): readonly Standing[] {
  const all = disputesIn(scene)
  if (all.length === 0) return all
  const { charges } = scene.truth
  return all.filter(({ charge }) => charges.some((each) => each.id === charge && paysFor(each, invoice)))
}

/** What went back for good: refunds, and what banks decided to keep. Who only asks, or holds, has taken nothing back yet. */
export function goneForGood({ truth: { refunds, disputes } }: Pick<Scene, 'truth'>): readonly { readonly charge: string }[] {
  return disputes.length === 0 ? refunds : [...refunds, ...disputes.filter(({ status }) => status === 'lost')]
}

/** Was the payment of an invoice lost, as far as the system must know? Word of it may be on its way. */
export function isKnownLost(scene: Scene, invoice: InvoiceRow): boolean {
  if (scene.truth.disputes.length === 0 || !disputesOn(scene, invoice).some(isLost)) return false
  return !uninformed(scene).has(invoice.who)
}

/** Does policy withhold what a payment was for, and must the system know that its bank has it? */
export function isKnownHeld(scene: Scene, invoice: InvoiceRow): boolean {
  if (scene.truth.disputes.length === 0 || scene.policy.disputeAccess === 'keep') return false
  return disputesOn(scene, invoice).some(isHeld) && !uninformed(scene).has(invoice.who)
}

/** Was anything lost of an invoice at or after an instant, or so shortly before that the system may have heard of it later? */
export const lostSince = (scene: Pick<Scene, 'truth'>, invoice: InvoiceRow, instant: Instant): boolean =>
  lossesOf(scene, invoice).some(({ at, isLost: wasLost }) => wasLost && later(at, heardWithin) >= instant)

/** Senders try for three days, and whoever reconciles does so every day. */
export const heardWithin = days(4)

/**
 * When the payment of an invoice was lost to its bank, and when that gave it back after all, in order. Of what had gone back before,
 * a bank takes nothing, and nothing is lost.
 */
export function lossesOf({ truth: { disputes, charges } }: Pick<Scene, 'truth'>, invoice: InvoiceRow): readonly Loss[] {
  if (disputes.length === 0) return never
  const losses: Loss[] = []
  const taken = new Map<string, number>()
  for (const { id, charge, status, at, moved } of disputes) {
    const has = (taken.get(id) ?? 0) - moved
    taken.set(id, has)
    const isLost = status === 'lost' && has > 0
    if (!isLost && (status !== 'won' || losses.length === 0)) continue
    if (charges.some((each) => each.id === charge && paysFor(each, invoice))) losses.push({ at, isLost })
  }
  return losses
}

export interface Loss {
  readonly at: Instant
  readonly isLost: boolean
}
const never: readonly Loss[] = []

/** What of the disputes takes access away: what banks keep, and what they hold where policy withholds it meanwhile. */
export function takingAway(scene: Pick<Scene, 'truth' | 'policy'>): readonly TruthDispute[] {
  const { disputes } = scene.truth
  if (disputes.length === 0 || scene.policy.disputeAccess === 'withhold') return disputes
  const lost = new Set(disputesIn(scene).flatMap((each) => (isLost(each) ? [each.id] : [])))
  return disputes.filter(({ id }) => lost.has(id))
}
