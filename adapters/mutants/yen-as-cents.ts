import { decimalsOf } from '#machines'
import { referenceParts } from '../reference/parts.ts'
import { wrongReference } from './mutant.ts'

/** Yen and won are right at signup and a hundredfold on one path: there somebody reckons in cents. */
export const yenAsCents = wrongReference(
  { name: 'yen-as-cents', declares: 'BS102', source: 'useautumn/autumn#1159' },
  {
    requestFor(effect, zone) {
      const request = referenceParts.requestFor(effect, zone)
      if (request === undefined || effect.kind !== 'start attempt' || effect.reason !== 'upgrade') return request
      return decimalsOf[effect.currency] > 0 ? request : { ...request, params: { ...request.params, amount: effect.amount * 100 } }
    },
  },
)
