import type { Fact } from '#machines'
import { referenceParts } from '../reference/parts.ts'
import { wrongReference } from './mutant.ts'

const softened = (fact: Fact): Fact => (fact.kind === 'payment failed' && fact.code === 'hard' ? { ...fact, code: 'soft' } : fact)

/** Tries a card again whose bank said never to. */
export const retriesHardDeclines = wrongReference(
  { name: 'retries-hard-declines', declares: 'BS029', source: 'woocommerce/woocommerce-gateway-stripe#1070' },
  {
    translateAnswer(effect, answer, started, now) {
      const told = referenceParts.translateAnswer(effect, answer, started, now)
      return { ...told, facts: told.facts.map(softened) }
    },
    translateEvent: (event, now) => referenceParts.translateEvent(event, now).map(softened),
  },
)
