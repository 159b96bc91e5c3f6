import type { Fact } from '#machines'
import { paymentSucceeded } from '#machines'
import { wrongReference } from '../mutant.ts'
import { misheard } from './misheard.ts'

const paid = (fact: Fact): Fact =>
  fact.kind === 'payment processing'
    ? paymentSucceeded(fact.attempt, { payment: fact.payment, charge: fact.payment }, { at: fact.at, recordedAt: fact.recordedAt })
    : fact

/** Takes an order that a bank accepted for money that came. */
export const takesOrdersForMoney = wrongReference({ name: 'takes-orders-for-money', declares: 'BS026' }, misheard(paid))
