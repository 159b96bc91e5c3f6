import type { AccountState, Fact, Who } from '#machines'
import { decided, nextDue } from '#machines'
import type { Burst, Write } from '#simulator'
import type { Shop } from './parts.ts'
import { type AccountRow, factWrite, list, maxRaces, type OutboxRow, read, standingWrite } from './tables.ts'

/**
 * Every path that learns something ends here: webhook, command, job. Recompute says what is owed; one commit takes it upon us.
 * @param by what brought us here: the cause of whatever is decided now
 */
export function* settle(shop: Shop, who: Who, by: string): Burst<AccountState | undefined> {
  for (let race = 0; race < maxRaces; race++) {
    const guard = yield* read<AccountRow>('account', who, 'account')
    const known = yield* list<Fact>('facts', who)
    const now = shop.now()
    const { state, owed } = shop.accounts.recomputed(who, known, shop.policy(), now)
    const wakeAt = nextDue(state)
    const standing = shop.accounts.standing(who, known, shop.policy(), now)
    if (owed.length === 0 && guard !== undefined && guard.row.wakeAt === wakeAt && shop.accounts.wrote(who, standing)) return state
    const writes: Write[] = [{ table: 'account', owner: who, key: 'account', row: { wakeAt }, if: guard?.version ?? 'absent' }]
    writes.push(standingWrite(who, standing))
    for (const effect of owed) {
      writes.push(factWrite(who, decided(effect, now), by))
      // A number is given by deciding it: there is nobody to tell.
      if (effect.kind === 'number invoice') continue
      const row: OutboxRow = { effect, since: now, from: now, tries: 0, cause: by }
      writes.push({ table: 'outbox', owner: who, key: effect.key, row, if: 'absent' })
    }
    const answer = yield* shop.parts.keep(writes)
    if (answer.kind !== 'committed') continue
    shop.accounts.hasWritten(who, standing)
    return state
  }
  return undefined
}
