import type { Fact, Instant, Who } from '#machines'
import { methodDetached } from '#machines'
import type { Burst, ProviderEvent, World } from '#simulator'
import { learn, lookedUp } from './learn.ts'
import type { Shop } from './parts.ts'

/** What the provider tells when somebody takes a customer's method off, at its dashboard or elsewhere. */
export const detachedEvents = ['payment_method.detached'] as const

/** Of whoever charges a method that was taken off the provider says so. @source SD/error-codes ◐ */
export const isTakenOff = (error: { readonly code?: string } | undefined): boolean => error?.code === 'payment_method_unexpected_state'

/** What an event says of a method that was taken off; nothing for anything else. */
export const translateDetached = (event: ProviderEvent, now: Instant): readonly Fact[] =>
  event.type === 'payment_method.detached'
    ? [methodDetached(event.owner, String(event.object['id']), { at: event.at, recordedAt: now })]
    : []

/**
 * Looks up the method that each customer is charged to, and takes down which of them are nobody's any more.
 * @returns whether the provider answered each time
 */
export function* findDetached(shop: Shop, world: World, by: string): Burst<boolean> {
  for (const who of world.table('facts').owners) {
    const method = latestOf(world, who)
    if (method === undefined) continue
    const at = shop.now()
    const found = yield* lookedUp<{ readonly customer: string | null }>('find method', 'payment_methods.retrieve', method)
    if (found === undefined) return false
    if (found.customer !== null) continue
    const facts = [methodDetached(who, method, { at, recordedAt: shop.now() })]
    yield* learn(shop, who, facts, by)
  }
  return true
}

/** The latest method of somebody, as far as we know it to be there. */
function latestOf(world: World, who: Who): string | undefined {
  let latest: string | undefined
  const gone = new Set<string>()
  for (const { row } of world.list('facts', who)) {
    const fact = row as Fact
    if (fact.kind === 'method attached') latest = fact.provider
    else if (fact.kind === 'method detached') gone.add(fact.provider)
  }
  return latest === undefined || gone.has(latest) ? undefined : latest
}
