import type { InvoiceLine, InvoiceRow } from '#machines'
import type { Invariant, Witness } from '../scene.ts'
import { sumOfLine } from '../standing.ts'
import { about, inMoney, witness } from '../witness.ts'

/** On every invoice lines make the total, payments stay within it, refunds within payments; what remains is the rest. */
export const ledgerTiesOut: Invariant = {
  code: 'BS031',
  name: 'the books tie out',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['invoices'],
  applies: (scene) => scene.view.invoices?.length ?? 0,
  violations(scene) {
    const found: Witness[] = []
    for (const row of scene.view.invoices ?? []) {
      const clause = broken(row)
      if (clause === undefined) continue
      const money = (amount: number): string => inMoney(scene.policy, amount)
      found.push(
        witness(
          clause,
          row.who,
          [about('invoice', row.id)],
          `${row.who}'s ${row.id} is ${row.status}: lines make ${money(sumOf(row))}, total ${money(row.total)}, paid ${money(row.paid)}, ` +
            `refunded ${money(row.refunded)}`,
        ),
      )
    }
    return found
  },
}

function sumOf(row: InvoiceRow): number {
  let sum = 0
  for (const line of row.lines) sum += sumOfLine(line)
  return sum
}

/** Nothing is lowered below nothing, or raised by what is to lower it. */
const isLowered = ({ amount, discount }: InvoiceLine): boolean => discount === undefined || (discount >= 0 && discount <= amount)

function broken(row: InvoiceRow): string | undefined {
  if (!row.lines.every(isLowered)) return 'discount'
  if (sumOf(row) !== row.total) return 'lines'
  const { credited = 0 } = row
  // Negative it is what an earlier invoice was too small to be charged for, and is asked for here.
  if (row.paid < 0 || credited > row.total || row.paid + credited > Math.max(0, row.total)) return 'paid'
  if ((row.restored ?? 0) > Math.max(0, credited)) return 'restored'
  if (row.refunded < 0 || row.refunded > row.paid) return 'refunded'
  if (row.status === 'void' && row.paid > 0) return 'paid for nothing'
  const isOver = row.status === 'paid' || row.status === 'void' || row.status === 'charged back'
  if (row.remaining !== undefined && row.remaining !== (isOver ? 0 : row.total - row.paid - credited)) return 'remaining'
  if (row.status === 'paid' && row.paid + credited < row.total) return 'paid in name'
  return row.status === 'open' && row.total > 0 && row.paid + credited >= row.total ? 'open in name' : undefined
}
