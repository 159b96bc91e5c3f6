import type { Instant, InvoiceRow, Who } from '#machines'
import { later } from '#machines'
import type { TruthCharge } from '../provider/provider.ts'
import { paysFor } from './captured.ts'
import { heardWithin } from './disputes.ts'
import type { Scene } from './scene.ts'

/** A debit that a bank was ordered to make. */
export interface Order {
  readonly at: Instant
  /** What came of it; undefined while its bank has it. */
  readonly end: TruthCharge | undefined
}

const none: readonly Order[] = []

/** The orders for an invoice, in order. */
export function ordersFor({ truth: { charges } }: Pick<Scene, 'truth'>, invoice: InvoiceRow): readonly Order[] {
  let found: Order[] | undefined
  for (const charge of charges)
    if (charge.outcome === 'processing' && paysFor(charge, invoice)) (found ??= []).push({ at: charge.at, end: endOf(charges, charge) })
  return found ?? none
}

type Known = Pick<Scene, 'truth' | 'now'>

/** Is it being settled, as far as the system may know? What is told of its end may be on its way, or be asked for. */
export const isOrdered = (scene: Known, invoice: InvoiceRow): boolean => ordersFor(scene, invoice).some(({ end }) => isOpen(scene, end))

/** Is anything of a customer's being settled, as far as the system may know? Nothing ends before that. */
export const hasOrdered = (scene: Known, who: Who): boolean => {
  const { charges } = scene.truth
  return charges.some((charge) => charge.owner === who && charge.outcome === 'processing' && isOpen(scene, endOf(charges, charge)))
}

const isOpen = ({ now }: Known, end: TruthCharge | undefined): boolean => end === undefined || later(end.at, heardWithin) >= now

const endOf = (charges: readonly TruthCharge[], { intent }: TruthCharge): TruthCharge | undefined =>
  charges.find((each) => each.intent === intent && each.outcome !== 'processing')
