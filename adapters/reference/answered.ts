import { paymentRead } from '#machines'
import type { Burst, World } from '#simulator'
import { learn, lookedUp } from './learn.ts'
import type { Shop } from './parts.ts'
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
      const intent = yield* lookedUp<Intent>('find payment', 'payment_intents.retrieve', payment)
      if (intent === undefined) return false
      const found = foundIn(intent)
      if (found.status === 'needs action') continue
      const facts = [paymentRead(id, found, { start, end: shop.now() })]
      yield* learn(shop, who, facts, by)
    }
  }
  return true
}
