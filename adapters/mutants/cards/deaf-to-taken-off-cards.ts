import { paymentNotTaken } from '#machines'
import type { ProviderAnswer } from '#simulator'
import { isTakenOff } from '../../reference/detached.ts'
import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

const errorIn = (answer: ProviderAnswer) =>
  answer.kind === 'response' ? (answer.body as { readonly error?: { readonly code?: string } }).error : undefined

/** Hears of no card that is taken off: the renewal is charged to it and refused as wrong, and waits for somebody to mend what nobody can. */
export const deafToTakenOffCards = wrongReference(
  { name: 'deaf-to-taken-off-cards', declares: 'BS023' },
  {
    translateEvent: (event, now) => (event.type === 'payment_method.detached' ? [] : referenceParts.translateEvent(event, now)),
    *findDetached() {
      return true
    },
    translateAnswer(effect, answer, started, now) {
      const error = errorIn(answer)
      if (effect.kind !== 'start attempt' || !isTakenOff(error)) return referenceParts.translateAnswer(effect, answer, started, now)
      return { facts: [paymentNotTaken(effect.attempt, effect.key, { at: now })], again: undefined, failed: `400 ${error?.code}` }
    },
  },
)
