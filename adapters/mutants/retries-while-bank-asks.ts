import type { Fact } from '#machines'
import { paymentFailed } from '#machines'
import { referenceParts } from '../reference/parts.ts'
import { wrongReference } from './mutant.ts'

const failed = (fact: Fact): Fact =>
  fact.kind === 'payment needs action'
    ? paymentFailed(fact.attempt, 'soft', { at: fact.at, recordedAt: fact.recordedAt }, fact.payment)
    : fact

/** Takes a payment that waits for the customer's answer to the bank for a failed one, and starts the next. */
export const retriesWhileBankAsks = wrongReference(
  { name: 'retries-while-bank-asks', declares: 'BS107', source: 'woocommerce/woocommerce-gateway-stripe#995' },
  {
    translateAnswer(effect, answer, started, now) {
      const told = referenceParts.translateAnswer(effect, answer, started, now)
      return { ...told, facts: told.facts.map(failed) }
    },
    translateEvent: (event, now) => referenceParts.translateEvent(event, now).map(failed),
  },
)
