import { type Parts, recompute, standingOf } from '#machines'
import type { AccountSum, KnownAccount } from '#simulator'

/** What the facts of an account come to by themselves, with nothing stored and nothing sent. */
export function recomputed(parts: Parts, { who, facts, policy, asOf }: KnownAccount): AccountSum {
  const { state } = recompute(facts, policy, asOf, parts, who)
  const { status, plan, quantity, received, owed } = standingOf(state)
  const paidThrough = state.subscriptions.at(-1)?.paidThrough ?? null
  return { status, plan, quantity, paidThrough, paid: received, due: owed, currency: policy.currency }
}
