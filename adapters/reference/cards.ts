import type { Fact, Instant, Who } from '#machines'
import { cardReplaced } from '#machines'
import type { Burst, ProviderEvent, World } from '#simulator'
import { learn, lookedUp } from './learn.ts'
import type { Shop } from './parts.ts'

/** What the provider tells when a card network has replaced a customer's card. */
export const cardEvents = ['payment_method.automatically_updated'] as const

interface Method {
  readonly id: string
  readonly card?: { readonly exp_month: number; readonly exp_year: number }
}

/** The last month of a card: `12/2027`. Nothing for what is no card. */
export const expiresOf = ({ card }: Method): string | undefined => (card === undefined ? undefined : `${card.exp_month}/${card.exp_year}`)

/** What an event says of a card; nothing for anything else. */
export function translateCard(event: ProviderEvent, now: Instant): readonly Fact[] {
  if (event.type !== 'payment_method.automatically_updated') return []
  const method = event.object as unknown as Method
  const expires = expiresOf(method)
  return expires === undefined ? [] : [cardReplaced(event.owner, method.id, expires, { at: event.at, recordedAt: now })]
}

/**
 * Asks the provider for the cards that banks have refused for good, and takes down which of them were replaced since.
 * @returns whether the provider answered each time
 */
export function* findReplaced(shop: Shop, world: World, by: string): Burst<boolean> {
  for (const who of world.table('facts').owners) {
    const known = knownOf(world, who)
    if (known === undefined) continue
    const started = shop.now()
    const card = yield* lookedUp<Method>('find card', 'payment_methods.retrieve', known.method)
    if (card === undefined) return false
    const expires = expiresOf(card)
    if (expires === undefined || expires === known.expires) continue
    const facts = [cardReplaced(who, known.method, expires, { at: started, recordedAt: shop.now() })]
    yield* learn(shop, who, facts, by)
  }
  return true
}

/** The latest card of somebody whose bank has refused one for good, as we know it. */
function knownOf(world: World, who: Who): { readonly method: string; readonly expires: string | undefined } | undefined {
  let found: { readonly method: string; readonly expires: string | undefined } | undefined
  let isRefused = false
  for (const { row } of world.list('facts', who)) {
    const fact = row as Fact
    if (fact.kind === 'method attached') found = { method: fact.provider, expires: fact.expires }
    else if (fact.kind === 'card replaced' && fact.provider === found?.method) found = { method: fact.provider, expires: fact.expires }
    else if (fact.kind === 'payment failed' && fact.code === 'hard') isRefused = true
    else if (fact.kind === 'payment read' && fact.found.status === 'failed' && fact.found.code === 'hard') isRefused = true
  }
  return isRefused ? found : undefined
}
