import type { Who } from '#machines'
import { between, hours, paymentUnknown } from '#machines'
import type { Burst, ProviderAnswer, ProviderRequest } from '#simulator'
import type { Performed, Shop } from './parts.ts'
import { settle } from './settle.ts'
import { list, type OutboxRow } from './tables.ts'
import { refundAmong } from './translate.ts'

/** A burst ends after so many effects; the job goes on with the rest. */
const maxEffects = 12

/**
 * A key protects for a day at the provider, counted from its first use; we rely on half of that.
 * @source SD/api/idempotent_requests: keys may be pruned after 24 h
 */
const keyProtects = hours(12)

/** Carries out what an account's outbox says is due. The only place that touches the outside world. */
export function* performDue(shop: Shop, who: Who): Burst<void> {
  for (let count = 0; count < maxEffects; count++) {
    const entries = yield* list<OutboxRow>('outbox', who)
    const due = entries.find((stored) => stored.row.from <= shop.now())
    if (due === undefined) return
    yield* perform(shop, who, due.key)
  }
}

/** One effect: claimed, sent under its own key, and what came back made a fact. */
function* perform(shop: Shop, who: Who, key: string): Burst<void> {
  const entry = yield* shop.parts.claim(shop, who, key)
  if (entry === undefined) return
  const { effect } = entry
  const done = { table: 'outbox', owner: who, key, row: undefined }
  const request = shop.parts.requestFor(effect)
  if (request === undefined) {
    yield { kind: 'call', to: 'mail', label: `send ${effect.kind}`, request: effect }
    yield* shop.parts.record(shop, who, [], [done])
    return
  }
  const { facts, again } = (yield* earlier(shop, entry)) ?? (yield* send(shop, entry, request))
  // Not sent at all: as if it had never been tried.
  const row: OutboxRow = { ...entry, from: again ?? shop.now() }
  if (yield* shop.parts.record(shop, who, facts, [again === undefined ? done : { ...done, row }])) yield* settle(shop, who)
}

function* send(shop: Shop, { effect }: OutboxRow, request: ProviderRequest): Burst<Performed> {
  const started = shop.now()
  const answer = (yield { kind: 'call', to: 'provider', label: effect.kind, request }) as ProviderAnswer
  return shop.parts.translateAnswer(effect, answer, started, shop.now())
}

/**
 * What an earlier try came to, when there was one whose end nobody saw, or when the key's protection may be over. A payment
 * of unknown end is looked up before it is sent again; a refund is looked for among those of its charge.
 */
function* earlier(shop: Shop, entry: OutboxRow): Burst<Performed | undefined> {
  const { effect } = entry
  if (entry.tries === 0 && between(entry.since, shop.now()) < keyProtects) return undefined
  if (effect.kind === 'start attempt') return { facts: [paymentUnknown(effect.attempt, { at: shop.now() })], again: undefined }
  if (effect.kind !== 'start refund') return undefined
  const request: ProviderRequest = { operation: 'refunds.list', params: { charge: effect.charge, limit: 100 } }
  const started = shop.now()
  const answer = (yield { kind: 'call', to: 'provider', label: 'look up refund', request }) as ProviderAnswer
  if (answer.kind !== 'response' || answer.status !== 200)
    return shop.parts.translateAnswer(effect, { kind: 'timeout' }, started, shop.now())
  const found = refundAmong(answer.body, effect, shop.now())
  return found === undefined ? undefined : { facts: [found], again: undefined }
}
