import type { InvoiceLine, InvoiceRow } from '#machines'
import { isoDate } from '#machines'
import { soldUntil } from '../cover.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { isBinding, isCycle } from '../standing.ts'
import { isSwitch } from '../switches.ts'
import { about, inMoney, witness } from '../witness.ts'

/** The same time of the same subscription is invoiced once for one reason. */
export const zeroDuplicateInvoices: Invariant = {
  code: 'BS022',
  name: 'zero duplicate invoices',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['invoices'],
  applies: (scene) => scene.view.invoices?.length ?? 0,
  violations(scene) {
    const found: Witness[] = []
    const rows = scene.view.invoices ?? []
    for (let i = 1; i < rows.length; i++) {
      const row = rows[i]!
      if (!isCharged(row)) continue
      for (let j = 0; j < i; j++) {
        const first = rows[j]!
        if (first.who !== row.who || !isCharged(first) || !isSameCharge(scene, first, row)) continue
        const line = row.lines[0]!
        found.push(
          witness(
            isPeriod(row) ? 'cycle' : row.reason,
            row.who,
            [about('invoice', row.id), about('invoice', first.id)],
            `${row.who} was invoiced twice for ${isoDate(line.from)} to ${isoDate(line.to)}: ` +
              `${inMoney(scene.policy, first.total)} in ${first.id} and ${inMoney(scene.policy, row.total)} in ${row.id}`,
          ),
        )
      }
    }
    return found
  },
}

/** What a bank took back for good may be sold again. */
const isCharged = (row: InvoiceRow): boolean => isBinding(row) && row.status !== 'charged back'

/** Between two steps up to the same level somebody went down at once, and was credited. */
const wentDown = ({ view }: Scene, one: InvoiceLine, other: InvoiceLine): boolean =>
  (view.credits ?? []).some(
    ({ item, level, from }) =>
      level !== undefined && item === one.item && from >= Math.min(one.from, other.from) && from <= Math.max(one.from, other.from),
  )

/** A switch of interval begins a period like a renewal, and ends the one before. */
const isPeriod = (invoice: InvoiceRow): boolean => isCycle(invoice.reason) || isSwitch(invoice)

/** Steps up within a period overlap lawfully; only the same step twice is a duplicate. */
function isSameCharge(scene: Scene, a: InvoiceRow, b: InvoiceRow): boolean {
  const ofCycle = isPeriod(a)
  if (ofCycle ? !isPeriod(b) : a.reason !== b.reason) return false
  for (const one of a.lines)
    for (const other of b.lines)
      if (
        one.from < other.to &&
        other.from < one.to &&
        one.amount > 0 &&
        other.amount > 0 &&
        one.item === other.item &&
        (ofCycle || (one.plan === other.plan && one.quantity === other.quantity && !wentDown(scene, one, other))) &&
        one.from < soldUntil(scene, b, other) &&
        other.from < soldUntil(scene, a, one)
      )
        return true
  return false
}
