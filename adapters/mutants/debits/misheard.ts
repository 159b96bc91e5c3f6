import type { Fact } from '#machines'
import { type Parts, referenceParts } from '../../reference/parts.ts'

/** Parts that take what the provider says for something else, whether it is an answer or a webhook. */
export const misheard = (as: (fact: Fact) => Fact): Pick<Parts, 'translateAnswer' | 'translateEvent'> => ({
  translateAnswer(effect, answer, started, now) {
    const told = referenceParts.translateAnswer(effect, answer, started, now)
    return { ...told, facts: told.facts.map(as) }
  },
  translateEvent: (event, now) => referenceParts.translateEvent(event, now).map(as),
})
