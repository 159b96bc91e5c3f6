import type { AuditRow, Command, CommandReply, Difference, Fact, Standing, Who } from '#machines'
import { nextDue, recompute, standingFields, standingOf } from '#machines'
import type { Burst, CommandInput, JobRun, World, Write } from '#simulator'
import type { Accounts } from './accounts.ts'
import { answeredEvents } from './answered.ts'
import { cardEvents } from './cards.ts'
import { detachedEvents } from './detached.ts'
import { disputeEvents } from './disputes.ts'
import type { Parts, Shop } from './parts.ts'
import { refundEvents } from './refunds.ts'
import { commit, list, maxRaces, read, standingWrite } from './tables.ts'

/** What a look at a stored copy is for: who wants it, under which name it is kept, and whether the copy is put right. */
interface Look {
  readonly id: string
  readonly by: string
  readonly repairs: boolean
}

/**
 * An operator has what is stored of an account held against its facts. The answer is what differs; applied, the copy is put
 * right in the commit that says who did it, when, and what was wrong. Asked again, it gets the first answer.
 */
export function* operate(shop: Shop, input: CommandInput, { apply, operator }: Extract<Command, { do: 'recompute' }>): Burst<CommandReply> {
  const seen = yield* look(shop, input.who, { id: input.id, by: operator, repairs: apply })
  if (seen === 'unknown') return { kind: 'refused', reason: `nothing is known of ${input.who}` }
  if (seen === 'busy') return { kind: 'refused', reason: 'busy; nothing was changed' }
  return { kind: 'accepted', detail: inWords(seen) }
}

/**
 * Every day all copies are held against the facts, and what differs is put right, with nobody asked; a repair is looked at again the
 * day after. And the provider is asked for disputes, for cards that were replaced or taken off, for refunds made at its dashboard and for
 * payments that wait for their customers, of which a webhook may not have told us.
 */
export function* reconcile(shop: Shop, world: World, input: JobRun): Burst<void> {
  for (const { events, find } of questions) {
    if (!isUntoldOf(events, shop.accounts, world)) continue
    const started = shop.now()
    if (yield* shop.parts[find](shop, world, input.name.text)) shop.accounts.asked.set(events, started)
  }
  for (const who of world.table('standing').owners) {
    if (isOwn(shop.accounts, world, who)) continue
    const { stored, delta } = yield* compared(shop, who)
    if (delta.length === 0) shop.accounts.hasWritten(who, stored!)
    else yield* look(shop, who, { id: input.name.text, by: input.job, repairs: true })
  }
}

/** What is asked of the provider where a webhook of these types did not come. */
const questions = [
  { events: disputeEvents, find: 'findDisputes' },
  { events: cardEvents, find: 'findReplaced' },
  { events: detachedEvents, find: 'findDetached' },
  { events: refundEvents, find: 'findRefunds' },
  { events: answeredEvents, find: 'findAnswered' },
] as const satisfies readonly { readonly events: readonly string[]; readonly find: keyof Parts }[]

/** Something may have happened at the provider since we asked last that no webhook told us: else we would hear nothing new. */
export const isUntold = (accounts: Accounts, world: World): boolean => questions.some(({ events }) => isUntoldOf(events, accounts, world))

function isUntoldOf(events: readonly string[], { asked }: Accounts, world: World): boolean {
  const at = world.untold(events)
  if (at === undefined) return false
  const askedAt = asked.get(events)
  return askedAt === undefined || askedAt <= at
}

/** Nobody but us has written the copies: a reconcile would find nothing, and need not run. */
export function isAsWritten(accounts: Accounts, world: World): boolean {
  for (const who of world.table('standing').owners) if (!isOwn(accounts, world, who)) return false
  return true
}

/** What is stored of an account is what we wrote last, as far as we remember. */
const isOwn = (accounts: Accounts, world: World, who: Who): boolean =>
  world.list('standing', who).every(({ row }) => accounts.wrote(who, row as Standing))

function* look(shop: Shop, who: Who, { id, by, repairs }: Look): Burst<AuditRow | 'unknown' | 'busy'> {
  for (let race = 0; race < maxRaces; race++) {
    const before = yield* read<AuditRow>('audit', who, id)
    if (before !== undefined) return before.row
    const { stored, version, facts, delta, knew, goodUntil } = yield* compared(shop, who)
    if (knew === 0) return 'unknown'
    const row: AuditRow = { who, id, by, at: shop.now(), did: repairs ? 'repaired' : 'looked', delta, knew, goodUntil }
    const writes: Write[] = [...shop.parts.audited(row)]
    const right = repairs && delta.length > 0 ? shop.parts.repaired(stored, facts) : undefined
    if (right !== undefined) writes.push({ ...standingWrite(who, right), if: version ?? 'absent' })
    // What is told to differ is so when it is told, and not only when it was read: somebody may have put it right since.
    else if (delta.length > 0 && stored !== undefined) writes.push({ ...standingWrite(who, stored), if: version ?? 'absent' })
    const answer = yield* commit('audit', writes)
    if (answer.kind === 'committed') return row
  }
  return 'busy'
}

/** The copy beside what the facts come to, computed from the first of them on. */
function* compared(shop: Shop, who: Who) {
  let stored = yield* read<Standing>('standing', who, 'standing')
  let known = yield* list<Fact>('facts', who)
  // A copy that was written again meanwhile is of other facts.
  for (let race = 0; race < maxRaces; race++) {
    const again = yield* read<Standing>('standing', who, 'standing')
    if (again?.version === stored?.version) break
    stored = again
    known = yield* list<Fact>('facts', who)
  }
  const { state } = recompute(
    known.map(({ row }) => row),
    shop.policy(),
    shop.now(),
    shop.parts.machines,
    who,
  )
  const facts = standingOf(state)
  const delta: Difference[] = []
  for (const field of standingFields) {
    const was = stored?.row[field] ?? ''
    if (was !== facts[field]) delta.push({ field, stored: was, facts: facts[field] })
  }
  return { stored: stored?.row, version: stored?.version, facts, delta, knew: known.length, goodUntil: nextDue(state) }
}

/** `status is active, the facts say past due; repaired` */
function inWords({ delta, did }: AuditRow): string {
  if (delta.length === 0) return 'what is stored is what the facts say'
  return `${delta.map(({ field, stored, facts }) => `${field} is ${stored}, the facts say ${facts}`).join('; ')}; ${did}`
}

/** What the facts say, whatever was there: done twice it is done once. */
export const repaired = (_: Standing | undefined, facts: Standing): Standing => facts

/** A row of its own for each, never written over. */
export const audited = (row: AuditRow): readonly Write[] => [{ table: 'audit', owner: row.who, key: row.id, row, if: 'absent' }]
