import { keep } from '../mirror/refresh.ts'
import { wrongMirror } from './mutant.ts'

/** Writes what the event carries instead of reading the object anew: a late event brings an old state back. */
export const payloadIsState = wrongMirror(
  { name: 'payload-is-state', declares: 'BS003', source: 'onetimesecret/onetimesecret#3692' },
  {
    *refresh(shop, { table }, delivery) {
      if (delivery !== undefined) yield* keep(table, shop.parts.project(table, delivery.event.object), undefined)
      return true
    },
  },
)
