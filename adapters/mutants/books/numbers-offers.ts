import type { Effect, Fact } from '#machines'
import type { Write } from '#simulator'
import { referenceParts } from '../../reference/parts.ts'
import { list } from '../../reference/tables.ts'
import { wrongReference } from '../mutant.ts'

const decidedIn = (row: unknown): Effect | undefined => {
  const fact = row as Partial<Fact> | undefined
  return fact?.kind === 'decided' ? fact.effect : undefined
}

/** Counts offers as invoices: one that came to nothing had its number, and the next invoice has the one after that. */
export const numbersOffers = wrongReference(
  { name: 'numbers-offers', declares: 'BS110', source: 'frappe/erpnext#8765' },
  {
    *keep(writes) {
      if (!writes.some(({ row }) => decidedIn(row)?.kind === 'number invoice')) return yield* referenceParts.keep(writes)
      const known = yield* list<Fact>('facts', writes[0]!.owner)
      const made = new Set<string>()
      for (const { row } of [...known, ...writes]) {
        const effect = decidedIn(row)
        if (effect?.kind === 'start attempt' || effect?.kind === 'number invoice') made.add(effect.invoice)
      }
      const numbered = (write: Write): Write => {
        const effect = decidedIn(write.row)
        if (effect?.kind !== 'number invoice') return write
        return { ...write, row: { ...(write.row as Fact), effect: { ...effect, number: [...made].indexOf(effect.invoice) + 1 } } }
      }
      return yield* referenceParts.keep(writes.map(numbered))
    },
  },
)
