import type { InvoiceLine, InvoiceReason, InvoiceRow, Minor, PlanKey, Policy, SubscriptionStatus } from '#machines'

/** Statuses under which a customer has the service, or is promised it. */
export const isLive = (status: SubscriptionStatus): boolean => status === 'trialing' || status === 'active' || status === 'past due'

/** No way leads out of these. */
export const isOver = (status: SubscriptionStatus): boolean => status === 'canceled' || status === 'incomplete expired'

/** Does the invoice bind? An offer does not, and a void one no longer. */
export const isBinding = (invoice: InvoiceRow): boolean =>
  invoice.status === 'open' || invoice.status === 'paid' || invoice.status === 'uncollectible' || invoice.status === 'charged back'

/** So much of a plan. */
export interface Level {
  readonly plan: PlanKey
  readonly quantity: number
}

/** The line that says what is bought, be it for nothing; a credit for what it replaces may stand beside it. */
export const positive = (invoice: InvoiceRow): InvoiceRow['lines'][number] | undefined =>
  invoice.lines.find((line) => line.amount > 0) ?? invoice.lines.find((line) => line.amount === 0)

/** What a line asks for, tax on top apart: its amount less what a coupon takes off. */
export const askedFor = ({ amount, discount = 0 as Minor }: InvoiceLine): number => amount - discount

/** All that a line asks for. */
export const sumOfLine = (line: InvoiceLine): number => askedFor(line) + (line.taxOnTop ?? 0)

/** Charges for a whole period, as against charges for the rest of one. */
export const isCycle = (reason: InvoiceReason): boolean => reason === 'signup' || reason === 'renewal' || reason === 'resume'

/** What a plan in that quantity costs for a period, in minor units; 0 for a plan that the catalogue lacks. */
export function costOf(policy: Policy, plan: string, quantity: number): number {
  for (const each of policy.plans) if (each.key === plan) return each.price * quantity
  return 0
}

/** The row with that id, found at once where rows keep their places. */
export function rowOf<Row extends { readonly id: string }>(rows: readonly Row[] | undefined, id: string, place: number): Row | undefined {
  if (rows === undefined) return undefined
  const there = rows[place]
  if (there !== undefined && there.id === id) return there
  for (const row of rows) if (row.id === id) return row
  return undefined
}
