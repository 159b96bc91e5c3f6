import type { Fact, Who } from '#machines'
import type { Burst, ProviderAnswer, ProviderRequest } from '#simulator'
import { patience } from '../patience.ts'
import type { Shop } from './parts.ts'
import { nothingMore } from './record.ts'
import { settle } from './settle.ts'

/** What one look at the provider showed; undefined when it did not answer. */
export function* lookedUp<Body>(label: string, operation: string, id: string): Burst<Body | undefined> {
  const request: ProviderRequest = { operation, id, params: {} }
  const answer = (yield { kind: 'call', to: 'provider', label, request, patience }) as ProviderAnswer
  return answer.kind === 'response' && answer.status === 200 ? (answer.body as Body) : undefined
}

/** Takes down what was found out, and does what follows from it. */
export function* learn(shop: Shop, who: Who, facts: readonly Fact[], by: string): Burst<void> {
  if (yield* shop.parts.record(shop, who, facts, nothingMore, by)) yield* settle(shop, who, by)
}
