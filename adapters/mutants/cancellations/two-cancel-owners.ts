import type { Decided } from '#machines'
import { referenceParts } from '../../reference/parts.ts'
import { list } from '../../reference/tables.ts'
import { wrongReference } from '../mutant.ts'

/** The page on which somebody leaves says so by mail, and so does whoever ends the subscription: each under a key of its own. */
export const twoCancelOwners = wrongReference(
  { name: 'two-cancel-owners', declares: 'BS109', source: 'restrictcontentpro/restrict-content-pro#688' },
  {
    *command(shop, input, asked) {
      const reply = yield* referenceParts.command(shop, input, asked)
      if (asked.do !== 'cancel' || reply.kind === 'refused') return reply
      const known = yield* list<Decided>('facts', input.who)
      const told = known.findLast(({ row }) => row.kind === 'decided' && row.effect.kind === 'send notice')?.row.effect
      if (told?.kind === 'send notice' && told.notice === 'confirmation')
        yield { kind: 'call', to: 'mail', label: 'send notice', request: { ...told, key: `${told.key} by the page` } }
      return reply
    },
  },
)
