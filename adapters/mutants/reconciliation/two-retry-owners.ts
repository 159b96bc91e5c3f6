import type { Decided } from '#machines'
import { referenceParts } from '../../reference/parts.ts'
import { list } from '../../reference/tables.ts'
import { wrongReference } from '../mutant.ts'

/** The retry schedule tries a declined payment again, and so does the webhook that tells of it, at once and under a key of its own. */
export const twoRetryOwners = wrongReference(
  { name: 'two-retry-owners', declares: 'BS029', source: 'canonical/ubuntu.com#7617' },
  {
    *record(shop, who, facts, more, by) {
      const isKept = yield* referenceParts.record(shop, who, facts, more, by)
      const [failed] = facts.filter((fact) => fact.kind === 'payment failed')
      if (failed === undefined || !by.startsWith('event ')) return isKept
      const known = yield* list<Decided>('facts', who)
      const effect = known.find(({ row }) => row.kind === 'decided' && row.effect.key === failed.attempt)?.row.effect
      const request = effect === undefined ? undefined : shop.parts.requestFor(effect, shop.policy().zone)
      if (request !== undefined)
        yield { kind: 'call', to: 'provider', label: 'try again', request: { ...request, key: `${failed.attempt}/again` } }
      return isKept
    },
  },
)
