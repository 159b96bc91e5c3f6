import type { AccountCommand, CommandReply, Fact, Instant } from '#machines'
import { decide, later, minutes } from '#machines'
import type { Burst, CommandInput } from '#simulator'
import type { Shop } from './parts.ts'
import { performDue } from './perform.ts'
import { settle } from './settle.ts'
import { type AccountRow, type CommandRow, commit, factWrite, list, maxRaces, read } from './tables.ts'

/** Whoever took a command down carries on with it at once; if they die and nobody asks again, the account is looked at after this long. */
const carriesOn = minutes(10)

/** Decides on the state of this moment, takes it down once, and answers; a repeated request gets the first answer. */
export function* command(shop: Shop, input: CommandInput, asked: AccountCommand): Burst<CommandReply> {
  const { who, id } = input
  for (let race = 0; race < maxRaces; race++) {
    const before = yield* read<CommandRow>('commands', who, id)
    if (before !== undefined) return yield* carryOn(shop, input, before.row.reply)
    const guard = yield* read<AccountRow>('account', who, 'account')
    const known = yield* list<Fact>('facts', who)
    const now = shop.now()
    const { state } = shop.accounts.recomputed(who, known, shop.policy(), now)
    const decision = decide(state, asked, now, shop.policy(), shop.parts.machines)
    if (decision.kind === 'refused') return { kind: 'refused', reason: decision.reason }
    const reply: CommandReply = { kind: 'accepted' }
    const answer = yield* commit('command', [
      { table: 'commands', owner: who, key: id, row: { reply }, if: 'absent' },
      factWrite(who, decision.fact, `command ${id}`),
      {
        table: 'account',
        owner: who,
        key: 'account',
        row: { wakeAt: soonest(guard?.row.wakeAt, later(now, carriesOn)) },
        if: guard?.version ?? 'absent',
      },
    ])
    if (answer.kind === 'committed') return yield* carryOn(shop, input, reply)
  }
  return { kind: 'refused', reason: 'busy; nothing was changed' }
}

const soonest = (planned: Instant | undefined, inCase: Instant): Instant => (planned !== undefined && planned < inCase ? planned : inCase)

function* carryOn(shop: Shop, input: CommandInput, reply: CommandReply): Burst<CommandReply> {
  yield* settle(shop, input.who, `command ${input.id}`)
  yield* performDue(shop, input.who)
  return reply
}
