import type { CommandReply, DeadLetterRow } from '#machines'
import type { Burst, CommandInput } from '#simulator'
import { replayed } from './letters.ts'
import type { Shop } from './parts.ts'
import { performDue } from './perform.ts'
import { type CommandRow, commit, maxRaces, type OutboxRow, read } from './tables.ts'

/**
 * An operator has a dead job tried again: the same entry, under the same key, with all its tries. The version of the entry
 * is the lock: of two clicks one finds it dead, the other is told that it is not.
 */
export function* replay(shop: Shop, input: CommandInput, job: string): Burst<CommandReply> {
  const { who, id } = input
  for (let race = 0; race < maxRaces; race++) {
    const before = yield* read<CommandRow>('commands', who, id)
    if (before !== undefined) return yield* carryOn(shop, input, before.row.reply)
    const stored = yield* read<OutboxRow>('outbox', who, job)
    const letter = yield* read<DeadLetterRow>('letters', who, job)
    const now = shop.now()
    const moved = stored?.row.job === undefined ? undefined : shop.parts.move(stored.row.job, 'replay', shop.policy(), now)
    if (stored === undefined || letter === undefined || moved === undefined) return { kind: 'refused', reason: 'no such job is dead' }
    const reply: CommandReply = { kind: 'accepted' }
    const answer = yield* commit('replay', [
      { table: 'commands', owner: who, key: id, row: { reply }, if: 'absent' },
      { table: 'outbox', owner: who, key: job, row: { ...stored.row, job: moved.job, from: moved.from }, if: stored.version },
      { table: 'letters', owner: who, key: job, row: replayed(letter.row, now), if: letter.version },
    ])
    if (answer.kind === 'committed') return yield* carryOn(shop, input, reply)
  }
  return { kind: 'refused', reason: 'busy; nothing was changed' }
}

function* carryOn(shop: Shop, { who }: CommandInput, reply: CommandReply): Burst<CommandReply> {
  yield* performDue(shop, who)
  return reply
}
