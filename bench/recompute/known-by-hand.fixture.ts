import type { Fact, FactKind, Policy } from '#machines'

/**
 * Does an account hold nothing but what is folded by hand? Signups by card, renewals, other plans of the same interval and other quantities, the end of it at
 * once or with the period, and refunds that an operator grants; every payment came in. Somewhat more than the profile `core`:
 * payments of which nobody knew for a while.
 */
export function isKnownByHand(
  facts: readonly Fact[],
  { currency, zone, taxes, fullRefund, minimumCharge, chargesFrom, plans }: Policy,
): boolean {
  if (currency !== 'usd' || zone !== 'UTC' || taxes !== undefined || fullRefund !== 'keep') return false
  if (minimumCharge !== undefined || chargesFrom !== undefined) return false
  const interval = (key: string): string | undefined => plans.find((plan) => plan.key === key)?.interval
  let held: { readonly plan: string; readonly quantity: number } | undefined
  for (const fact of facts) {
    if (!coreKinds.has(fact.kind)) return false
    if (fact.kind !== 'command accepted') continue
    const { command } = fact
    switch (command.do) {
      case 'subscribe':
        if (command.trial !== undefined || command.terms !== undefined || command.through !== undefined) return false
        held = command
        break
      case 'change plan':
        if (held === undefined || command.when === 'now' || interval(command.plan) !== interval(held.plan)) return false
        held = { ...held, plan: command.plan }
        break
      case 'change quantity':
        if (held === undefined || command.when === 'now') return false
        held = { ...held, quantity: command.quantity }
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

const coreKinds: ReadonlySet<FactKind> = new Set([
  'command accepted',
  'customer created',
  'method attached',
  'payment succeeded',
  'payment unknown',
  'payment read',
  'refund succeeded',
  'decided',
])
