import type { Fact, Policy } from '#machines'
import { holdsOnly } from './core.ts'

/** Does an account hold nothing but what is folded by hand? The profile `core`, and what costs less from the next period on. */
export const isKnownByHand = (facts: readonly Fact[], policy: Policy): boolean => holdsOnly(facts, policy, ({ when }) => when !== 'now')
