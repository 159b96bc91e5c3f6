import type { Burst, Delivery, WebhookReply } from '#simulator'
import type { Shop } from './parts.ts'
import { nothingMore } from './record.ts'
import { settle } from './settle.ts'

/** Record, settle, acknowledge; what follows is the outbox's. */
export function* webhook(shop: Shop, delivery: Delivery): Burst<WebhookReply> {
  const { event } = delivery
  const facts = shop.parts.translateEvent(event, shop.now())
  if (facts.length === 0) return { status: shop.parts.acknowledge('done') }
  const by = `event ${event.id}`
  if (!(yield* shop.parts.record(shop, event.owner, facts, nothingMore, by))) return { status: shop.parts.acknowledge('not durable') }
  yield* settle(shop, event.owner, by)
  yield { kind: 'step', landmark: 'before acknowledge' }
  return { status: shop.parts.acknowledge('done') }
}
