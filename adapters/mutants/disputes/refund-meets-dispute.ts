import type { Effect, Instant } from '#machines'
import { refundSucceeded } from '#machines'
import type { ProviderAnswer } from '#simulator'
import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

const isDisputed = (answer: ProviderAnswer): boolean =>
  answer.kind === 'response' && (answer.body as { readonly error?: { readonly code?: string } }).error?.code === 'charge_disputed'

/** Hears of a dispute when it is over; takes a refund that is refused because of it for done, and books both. */
export const refundMeetsDispute = wrongReference(
  { name: 'refund-meets-dispute', declares: 'BS101' },
  {
    translateEvent: (event, now) => (event.type === 'charge.dispute.created' ? [] : referenceParts.translateEvent(event, now)),
    translateAnswer: (effect: Effect, answer: ProviderAnswer, started: Instant, now: Instant) =>
      effect.kind === 'start refund' && isDisputed(answer)
        ? { facts: [refundSucceeded(effect.refund, `${effect.refund} by the bank`, { at: now })], again: undefined }
        : referenceParts.translateAnswer(effect, answer, started, now),
  },
)
