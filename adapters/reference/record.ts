import type { Fact, Who } from '#machines'
import type { Burst, StoredRow, Write } from '#simulator'
import type { Shop } from './parts.ts'
import { type AccountRow, commit, factWrite, list, maxRaces } from './tables.ts'

/** Whose turn it is by now: what was decided up to here was decided without what we hear only now. */
function latestTurn(known: readonly StoredRow<Fact>[]): number {
  let turn = 0
  for (const { row } of known)
    if (row.kind === 'command accepted') turn = Math.max(turn, row.turn)
    else if (row.kind === 'decided') turn = Math.max(turn, row.effect.turn)
  return turn
}

const told: ReadonlySet<Fact['kind']> = new Set(['dispute told', 'refund told', 'card replaced', 'method detached'])

const inTurn = (fact: Fact, known: readonly StoredRow<Fact>[]): Fact =>
  told.has(fact.kind) ? ({ ...fact, turn: latestTurn(known) } as Fact) : fact

/** What is written with facts. Asked anew whenever somebody was faster: what it was made from may have changed. */
export type More = (isFirst: boolean) => Burst<readonly Write[]>

export const nothingMore: More = function* () {
  return []
}

/**
 * Makes facts durable. The same fact told twice, by a webhook and an answer or by two webhooks, is one row. The account
 * wakes at once, so that a worker that dies before it settles leaves work that is found, were it only that an entry of the
 * outbox is done and told nothing new; and whoever decided on what was known before loses the race.
 * @param more says which writes go with the facts or not at all
 * @param by what told us
 * @returns false when it could not be made durable; nothing was written then
 */
export function* record(shop: Shop, who: Who, facts: readonly Fact[], more: More, by: string): Burst<boolean> {
  for (let race = 0; race < maxRaces; race++) {
    const writes = yield* more(race === 0)
    const known = yield* list<Fact>('facts', who)
    const now = shop.now()
    const fresh = facts.filter(({ id }) => !shop.accounts.knows(who, known, id))
    if (fresh.length === 0 && writes.length === 0) return true
    const row: AccountRow = { wakeAt: now }
    const wakes: Write[] = facts.length === 0 ? [] : [{ table: 'account', owner: who, key: 'account', row }]
    const answer = yield* commit('facts', [...fresh.map((fact) => factWrite(who, inTurn(fact, known), by, now)), ...wakes, ...writes])
    if (answer.kind === 'committed') return true
  }
  return false
}
