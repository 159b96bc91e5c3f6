import type { Fact } from '#machines'
import { paymentFailed } from '#machines'
import { wrongReference } from '../mutant.ts'
import { misheard } from './misheard.ts'

const failed = (fact: Fact): Fact =>
  fact.kind === 'payment processing'
    ? paymentFailed(fact.attempt, 'soft', { at: fact.at, recordedAt: fact.recordedAt }, fact.payment)
    : fact

/** Takes a payment that is not there yet for a failed one, and tries again while its bank has the order. */
export const debitsTwice = wrongReference({ name: 'debits-twice', declares: 'BS107' }, misheard(failed))
