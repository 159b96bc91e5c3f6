import type { InvoiceRow } from '#machines'
import type { TruthCharge, TruthDispute, TruthRefund } from '../provider/provider.ts'

/** The system's own invoice that a charge says it is for, under the names that are usual for it. */
export const invoiceNamedIn = ({ metadata }: Pick<TruthCharge, 'metadata'>): string | undefined =>
  metadata['invoice'] ?? metadata['invoice_id'] ?? metadata['invoiceId']

/**
 * Was this charge for that invoice? Ours is named by the caller's metadata, the provider's own by its id; whoever keeps the payment
 * beside an invoice shows that.
 */
export const paysFor = (charge: TruthCharge, invoice: InvoiceRow): boolean =>
  invoiceNamedIn(charge) === invoice.id ||
  (charge.invoice !== undefined && (charge.invoice === invoice.provider || charge.invoice === invoice.id)) ||
  (invoice.provider !== undefined && (charge.intent === invoice.provider || charge.id === invoice.provider))

/** What the provider took for an invoice, in minor units, refunds not counted. */
export function captured(charges: readonly TruthCharge[], invoice: InvoiceRow): number {
  let sum = 0
  for (const charge of charges) if (charge.outcome === 'succeeded' && paysFor(charge, invoice)) sum += charge.amount
  return sum
}

/** What went back of a charge, in minor units. */
export function returned(refunds: readonly TruthRefund[], charge: TruthCharge): number {
  let sum = 0
  for (const refund of refunds) if (refund.charge === charge.id && refund.status === 'succeeded') sum += refund.amount
  return sum
}

/** What the provider took for an invoice and did not give back, and no bank has; in minor units. */
export function kept(
  charges: readonly TruthCharge[],
  refunds: readonly TruthRefund[],
  disputes: readonly TruthDispute[],
  invoice: InvoiceRow,
): number {
  let sum = 0
  for (const charge of charges)
    if (charge.outcome === 'succeeded' && paysFor(charge, invoice)) {
      sum += charge.amount - returned(refunds, charge)
      for (const dispute of disputes) if (dispute.charge === charge.id) sum += dispute.moved
    }
  return sum
}
