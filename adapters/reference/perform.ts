import type { Effect, Fact, Instant, Who } from '#machines'
import { between, customerCreated, hours, jobTypeOf } from '#machines'
import type { Burst, MailAnswer, ProviderAnswer, ProviderRequest, StoredRow, Write } from '#simulator'
import { type Ending, ending } from './ending.ts'
import type { Performed, Shop } from './parts.ts'
import type { More } from './record.ts'
import { settle } from './settle.ts'
import { type KeysRow, list, type OutboxRow, read } from './tables.ts'
import { failedBy } from './thrown.ts'
import { customerAmong, refundAmong } from './translate.ts'
import { patience } from '../patience.ts'

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
    const due = entries.find((stored, place) => stored.row.from <= shop.now() && !isSuperseded(entries, place))
    if (due === undefined) return
    const before = entries.filter((stored, place) => attemptOf(stored.row) === attemptOf(due.row) && isSuperseded(entries, place))
    yield* perform(shop, who, due.key, before)
  }
}

/** Sending an attempt and looking it up take turns: what was decided later makes what was decided before pointless. */
const attemptOf = ({ effect }: OutboxRow): string | undefined =>
  effect.kind === 'start attempt' || effect.kind === 'look up attempt' ? effect.attempt : undefined

function isSuperseded(entries: readonly StoredRow<OutboxRow>[], place: number): boolean {
  const attempt = attemptOf(entries[place]!.row)
  return attempt !== undefined && entries.findLastIndex(({ row }) => attemptOf(row) === attempt) > place
}

/** One effect, with what it makes pointless: claimed, sent under its own key, and what came back made a fact. */
function* perform(shop: Shop, who: Who, key: string, superseded: readonly StoredRow<OutboxRow>[]): Burst<void> {
  const mine = yield* shop.parts.claim(shop, who, key)
  if (mine === undefined) return
  const entry = mine.row
  const { effect } = entry
  if (isDeadly(shop, entry)) {
    yield* shop.parts.fail(shop, who, key, 'its worker died each time', [])
    return
  }
  const request = requestOf(shop, effect)
  if (request === undefined) {
    yield* mail(shop, who, mine)
    return
  }
  const sent: Sent = 'facts' in request ? request : ((yield* earlier(shop, entry)) ?? (yield* send(shop, key, entry, request)))
  const { facts, again, spent, failed } = sent
  if (failed !== undefined) {
    yield* shop.parts.fail(shop, who, key, failed, facts)
    if (facts.length > 0) yield* settle(shop, who, `answer ${key}`)
    return
  }
  // Not sent at all: as if it had never been tried.
  const back: OutboxRow | undefined = again === undefined ? undefined : { ...entry, from: again, spent: spent ?? entry.spent }
  const ends: Ending = { who, mine, back, superseded, now: shop.now }
  const more: More =
    spent === undefined || effect.kind !== 'start attempt'
      ? (isFirst) => ending(ends, isFirst)
      : (isFirst) => endingOfKey(ends, isFirst, effect.attempt, { spent, at: shop.now() })
  const by = `answer ${key}`
  if (yield* shop.parts.record(shop, who, facts, more, by)) yield* settle(shop, who, by)
}

/** With how many keys an attempt has spent. */
function* endingOfKey(ends: Ending, isFirst: boolean, attempt: string, row: KeysRow): Burst<readonly Write[]> {
  return [...(yield* ending(ends, isFirst)), { table: 'keys', owner: ends.who, key: attempt, row }]
}

function requestOf(shop: Shop, effect: Effect): ProviderRequest | Performed | undefined {
  try {
    return shop.parts.requestFor(effect, shop.policy().zone)
  } catch (thrown) {
    return failedBy(shop, effect, thrown, 'before sending')
  }
}

function saidBy(shop: Shop, effect: Effect, answer: ProviderAnswer, started: Instant): Performed {
  try {
    return shop.parts.translateAnswer(effect, answer, started, shop.now())
  } catch (thrown) {
    return failedBy(shop, effect, thrown, 'over the answer')
  }
}

/** So many workers died over it that something must be wrong with it; a payment is looked up after the first. */
const isDeadly = (shop: Shop, { effect, tries }: OutboxRow): boolean =>
  tries >= shop.policy().jobs.deaths && effect.kind !== 'start attempt' && jobTypeOf(effect.kind) !== undefined

/** A letter to the customer or the operator; its key is the entry's, under which the mail service takes it once. */
function* mail(shop: Shop, who: Who, mine: StoredRow<OutboxRow>): Burst<void> {
  const { key, row } = mine
  const { effect } = row
  const answer = (yield { kind: 'call', to: 'mail', label: `send ${effect.kind}`, request: effect, job: key }) as MailAnswer
  const ends: Ending = { who, mine, back: undefined, superseded: [], now: shop.now }
  if (answer.kind === 'refused') yield* shop.parts.fail(shop, who, key, 'mail refused', [])
  else yield* shop.parts.record(shop, who, [], (isFirst) => ending(ends, isFirst), `answer ${key}`)
}

/** `spent`: how many keys are spent now, if sending spent one. */
type Sent = Performed & { readonly spent?: number }

const unknown = (shop: Shop, effect: Effect): Performed => shop.parts.translateAnswer(effect, { kind: 'timeout' }, shop.now(), shop.now())

/** What sending came to; a key whose answer was a 500 is spent, since the provider would only repeat it. @source SD/api/idempotent_requests */
function* send(shop: Shop, job: string, entry: OutboxRow, request: ProviderRequest): Burst<Sent> {
  const { effect } = entry
  const before = yield* spentOn(entry)
  if (before === 'look up first') return unknown(shop, effect)
  const started = shop.now()
  const sent = before === 0 || request.key === undefined ? request : { ...request, key: `${request.key}/key ${before + 1}` }
  const answer = (yield { kind: 'call', to: 'provider', label: effect.kind, request: sent, patience, job }) as ProviderAnswer
  const performed = saidBy(shop, effect, answer, started)
  return answer.kind === 'response' && answer.status >= 500 ? { ...performed, spent: before + 1 } : performed
}

/**
 * How many keys are spent. An attempt is sent again by an entry of its own; under a new key only if a look-up that began
 * after the last 500 found nothing, or the request that was answered so might have taken effect.
 */
function* spentOn({ effect, spent = 0 }: OutboxRow): Burst<number | 'look up first'> {
  if (effect.kind !== 'start attempt' || effect.send === 1) return spent
  const stored = yield* read<KeysRow>('keys', effect.who, effect.attempt)
  if (stored === undefined) return 0
  const known = yield* list<Fact>('facts', effect.who)
  const found = known.flatMap(({ row }) =>
    row.kind === 'payment read' && row.attempt === effect.attempt && row.readStart > stored.row.at ? [row.found.status] : [],
  )
  // What was found is known by now; the look-up asked for once more tells whoever has forgotten.
  return found.length > 0 && found.every((status) => status === 'not found') ? stored.row.spent : 'look up first'
}

/**
 * What an earlier try came to, when there was one whose end nobody saw, or when the key's protection is over or may be. A
 * payment of unknown end is looked up before it is sent again; a refund is looked for among those of its charge, a customer
 * among all, if the key they were sent under is spent. What is done twice without harm is simply done again.
 */
function* earlier(shop: Shop, entry: OutboxRow): Burst<Performed | undefined> {
  const { effect } = entry
  const isSpent = (entry.spent ?? 0) > 0
  const isProtected = !isSpent && between(entry.since, shop.now()) < keyProtects
  if (isProtected && entry.tries === 0) return undefined
  if (effect.kind === 'start attempt') return unknown(shop, effect)
  if (effect.kind === 'start refund') {
    const request: ProviderRequest = { operation: 'refunds.list', params: { charge: effect.charge, limit: 100 } }
    return yield* lookUp(shop, effect, 'look up refund', request, (body) => refundAmong(body, effect, shop.now()))
  }
  if (effect.kind === 'create customer' && !isProtected) {
    const request: ProviderRequest = { operation: 'customers.list', params: { limit: 100 } }
    return yield* lookUp(shop, effect, 'look up customer', request, (body) => {
      const found = customerAmong(body, effect.who)
      return found === undefined ? undefined : customerCreated(effect.who, found, { at: shop.now() })
    })
  }
  return undefined
}

function* lookUp(
  shop: Shop,
  effect: Effect,
  label: string,
  request: ProviderRequest,
  factIn: (body: unknown) => Fact | undefined,
): Burst<Performed | undefined> {
  const answer = (yield { kind: 'call', to: 'provider', label, request, patience }) as ProviderAnswer
  if (answer.kind !== 'response' || answer.status !== 200) return unknown(shop, effect)
  const found = factIn(answer.body)
  return found === undefined ? undefined : { facts: [found], again: undefined }
}
