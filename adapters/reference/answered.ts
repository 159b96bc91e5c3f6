import { paymentRead } from '#machines'
import type { Burst, ProviderAnswer, ProviderRequest, World } from '#simulator'
import { patience } from '../patience.ts'
import type { Shop } from './parts.ts'
import { nothingMore } from './record.ts'
import { settle } from './settle.ts'
import { foundIn, type Intent } from './translate.ts'

/** What the provider tells when a bank has its answer from a customer. */
export const answeredEvents = ['payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.canceled'] as const

/**
 * Looks up the payments that wait for their customers, and takes down what became of them: nobody else would tell until they are given
 * up, and whoever has answered the bank has paid.
 * @returns whether the provider answered each time
 */
export function* findAnswered(shop: Shop, world: World, by: string): Burst<boolean> {
  for (const who of world.table('facts').owners) {
    const { state } = shop.accounts.recomputed(who, world.list('facts', who), shop.policy(), shop.now())
    for (const { id, state: stands, payment } of state.attempts) {
      if (stands !== 'needs action' || payment === undefined) continue
      const start = shop.now()
      const request: ProviderRequest = { operation: 'payment_intents.retrieve', id: payment, params: {} }
      const answer = (yield { kind: 'call', to: 'provider', label: 'find payment', request, patience }) as ProviderAnswer
      if (answer.kind !== 'response' || answer.status !== 200) return false
      const found = foundIn(answer.body as Intent)
      if (found.status === 'needs action') continue
      const facts = [paymentRead(id, found, { start, end: shop.now() })]
      if (yield* shop.parts.record(shop, who, facts, nothingMore, by)) yield* settle(shop, who, by)
    }
  }
  return true
}
