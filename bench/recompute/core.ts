import type { Command, Fact, FactKind, PaymentFound, Policy } from '#machines'

interface Held {
  readonly plan: string
  readonly quantity: number
}
type Change = Extract<Command, { readonly do: 'change plan' | 'change quantity' }>

/**
 * Does an account hold nothing but what the profile `core` has? Signups by card, renewals, more seats, dearer plans, the end of
 * it at once or with the period, and refunds that an operator grants; every payment came in.
 */
export const isCore = (facts: readonly Fact[], policy: Policy): boolean =>
  holdsOnly(facts, policy, (change, held) =>
    change.do === 'change plan' ? priceOf(policy, change.plan) > priceOf(policy, held.plan) : change.quantity > held.quantity,
  )

/** @param allows which changes there may be, of what is held; other plans are of the same interval in any case */
export function holdsOnly(facts: readonly Fact[], policy: Policy, allows: (change: Change, held: Held) => boolean): boolean {
  const { currency, zone, taxes, fullRefund, minimumCharge, chargesFrom, plans } = policy
  if (currency !== 'usd' || zone !== 'UTC' || taxes !== undefined || fullRefund !== 'keep') return false
  if (minimumCharge !== undefined || chargesFrom !== undefined) return false
  const interval = (key: string): string | undefined => plans.find((plan) => plan.key === key)?.interval
  let held: Held | undefined
  for (const fact of facts) {
    if (!kinds.has(fact.kind) || (fact.kind === 'payment read' && !comesIn.has(fact.found.status))) return false
    if (fact.kind !== 'command accepted') continue
    const { command } = fact
    switch (command.do) {
      case 'subscribe':
        if (command.trial !== undefined || command.terms !== undefined || command.through !== undefined) return false
        held = command
        break
      case 'change plan':
      case 'change quantity':
        if (held === undefined || !allows(command, held)) return false
        if (command.do === 'change plan' && interval(command.plan) !== interval(held.plan)) return false
        held = { ...held, ...(command.do === 'change plan' ? { plan: command.plan } : { quantity: command.quantity }) }
        break
      case 'cancel':
      case 'undo cancel':
      case 'refund':
        break
      default:
        return false
    }
  }
  return true
}

/** Who was asked for money whose answer was lost, and has not got the request, is asked again. */
const comesIn: ReadonlySet<PaymentFound['status']> = new Set(['paid', 'not found'])

const priceOf = ({ plans }: Policy, key: string): number => plans.find((plan) => plan.key === key)?.price ?? Number.NaN

const kinds: ReadonlySet<FactKind> = new Set([
  'command accepted',
  'customer created',
  'method attached',
  'payment succeeded',
  'payment unknown',
  'payment read',
  'refund succeeded',
  'decided',
])
