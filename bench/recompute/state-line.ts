import type { AccountState, Currency, Instant, Minor, PlanKey, SubscriptionStatus, Who } from '#machines'
import { standingOf } from '#machines'

/**
 * What an account comes to, in one line of JSON: all that contenders are compared by. Instants are the facts' own, whole
 * milliseconds of UTC since 1970; money is whole minor units of the line's currency.
 */
export interface StateLine {
  readonly account: Who
  /** Of the latest subscription; `none` before the first. A renewal that awaits its first outcome is still `active`. */
  readonly status: SubscriptionStatus | 'none'
  /** Of the latest subscription, as they are now; '' and 0 before the first. */
  readonly plan: PlanKey
  readonly quantity: number
  /** Until when the latest subscription is paid; `null` where nothing is. */
  readonly paidThrough: Instant | null
  /** Cash that came in and was not given back. */
  readonly paid: Minor
  /** What invoices ask for and nobody has paid, waived or written off. */
  readonly due: Minor
  readonly currency: Currency
}

/** The fields that are compared, in the order in which they are written. */
export const stateFields = [
  'status',
  'plan',
  'quantity',
  'paidThrough',
  'paid',
  'due',
  'currency',
] as const satisfies readonly (keyof StateLine)[]

export function stateLineOf(state: Pick<AccountState, 'who' | 'subscriptions' | 'ledger'>, currency: Currency): StateLine {
  const { status, plan, quantity, received, owed } = standingOf(state)
  const paidThrough = state.subscriptions.at(-1)?.paidThrough ?? null
  return { account: state.who, status, plan, quantity, paidThrough, paid: received, due: owed, currency }
}

/** The line as it is written and hashed: one way to write each state. */
export const stateText = ({ account, status, plan, quantity, paidThrough, paid, due, currency }: StateLine): string =>
  `{"account":${JSON.stringify(account)},"status":"${status}","plan":${JSON.stringify(plan)},"quantity":${quantity},"paidThrough":${paidThrough},"paid":${paid},"due":${due},"currency":"${currency}"}`
