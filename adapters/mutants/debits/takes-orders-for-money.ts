import type { Fact } from '#machines'
import { paymentSucceeded } from '#machines'
import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

const paid = (fact: Fact): Fact =>
  fact.kind === 'payment processing'
    ? paymentSucceeded(fact.attempt, { payment: fact.payment, charge: fact.payment }, { at: fact.at, recordedAt: fact.recordedAt })
    : fact

/** Takes an order that a bank accepted for money that came. */
export const takesOrdersForMoney = wrongReference(
  { name: 'takes-orders-for-money', declares: 'BS026' },
  {
    translateAnswer(effect, answer, started, now) {
      const told = referenceParts.translateAnswer(effect, answer, started, now)
      return { ...told, facts: told.facts.map(paid) }
    },
    translateEvent: (event, now) => referenceParts.translateEvent(event, now).map(paid),
  },
)
