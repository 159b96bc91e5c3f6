import type { CommandReply, DeadLetterRow, Effect, Fact } from '#machines'
import { performDue } from '../../reference/perform.ts'
import { referenceParts } from '../../reference/parts.ts'
import { replayed } from '../../reference/letters.ts'
import { commit, list, type OutboxRow, read } from '../../reference/tables.ts'
import { wrongReference } from '../mutant.ts'

/** An effect that was put in once more. */
type Copy = Effect & { readonly copy?: number }

/** A replay puts the job in once more, whether or not it is dead, and sends it under a key of its own: two clicks, two effects. */
export const replayDoubles = wrongReference(
  { name: 'replay-doubles', declares: 'BS044', source: 'KanishJebaMathewM/Truxify#15653' },
  {
    *replay(shop, { who }, job) {
      const accepted: CommandReply = { kind: 'accepted' }
      const letter = yield* read<DeadLetterRow>('letters', who, job)
      const known = yield* list<Fact>('facts', who)
      const effect = known.map(({ row }) => row).find((fact) => fact.kind === 'decided' && fact.effect.key === job)
      if (letter === undefined || effect?.kind !== 'decided') return accepted
      const now = shop.now()
      const copy: Copy = { ...effect.effect, copy: letter.row.replays.length + 1 }
      const row: OutboxRow = { effect: copy, since: now, from: now, tries: 0, cause: letter.row.cause }
      yield* commit('replay', [
        { table: 'outbox', owner: who, key: job, row },
        { table: 'letters', owner: who, key: job, row: replayed(letter.row, now) },
      ])
      yield* performDue(shop, who)
      return accepted
    },
    requestFor(effect: Copy, zone) {
      const request = referenceParts.requestFor(effect, zone)
      return request === undefined || effect.copy === undefined
        ? request
        : { ...request, key: `${request.key ?? effect.key}/copy ${effect.copy}` }
    },
  },
)
