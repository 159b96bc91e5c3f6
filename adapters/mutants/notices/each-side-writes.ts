import type { Effect, Fact } from '#machines'
import { decided } from '#machines'
import type { Write } from '#simulator'
import { referenceParts } from '../../reference/parts.ts'
import { factWrite, list, type OutboxRow } from '../../reference/tables.ts'
import { wrongReference } from '../mutant.ts'

/** Dunning writes to the customer when a card is declined, and so does the handler of the webhook that tells of it once more. */
export const eachSideWrites = wrongReference(
  { name: 'each-side-writes', declares: 'BS030', source: 'woocommerce/woocommerce-gateway-stripe#1229' },
  {
    *record(shop, who, facts, more, by) {
      const failed = facts.find((fact) => fact.kind === 'payment failed')
      const known = failed !== undefined && by.startsWith('event ') ? yield* list<Fact>('facts', who) : []
      const cause = `${failed?.attempt} failure`
      const first = known.map(({ row }) => row).find((fact) => fact.kind === 'decided' && fact.effect.key === cause)
      const key = `${cause} by ${by}`
      if (first?.kind !== 'decided' || first.effect.kind !== 'send notice' || known.some(({ row }) => row.id === `${key}/decided`))
        return yield* referenceParts.record(shop, who, facts, more, by)
      const now = shop.now()
      const effect: Effect = { ...first.effect, key }
      const row: OutboxRow = { effect, since: now, from: now, tries: 0, cause: by }
      const again: readonly Write[] = [factWrite(who, decided(effect, now), by), { table: 'outbox', owner: who, key, row }]
      return yield* referenceParts.record(
        shop,
        who,
        facts,
        function* (isFirst) {
          return [...(yield* more(isFirst)), ...again]
        },
        by,
      )
    },
  },
)
