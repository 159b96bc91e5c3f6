import { paymentFailed } from '#machines'
import { referenceParts } from '../reference/parts.ts'
import { wrongReference } from './mutant.ts'

/** Takes a payment whose answer never came for a failed one, and charges again. */
export const unknownIsFailure = wrongReference(
  { name: 'unknown-is-failure', declares: 'BS107', source: 'invoiceninja/invoiceninja#7929' },
  {
    translateAnswer(effect, answer, started, now) {
      const told = referenceParts.translateAnswer(effect, answer, started, now)
      const isUnknown = told.facts.some((fact) => fact.kind === 'payment unknown')
      return isUnknown && effect.kind === 'start attempt'
        ? { facts: [paymentFailed(effect.attempt, 'soft', { at: now })], again: undefined }
        : told
    },
    translateEvent: () => [],
  },
)
