import type { Instant, InvoiceLine, InvoiceRow } from '#machines'
import { isoDate } from '#machines'
import { covers, isSettled, soldUntil } from '../cover.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { isCycle } from '../standing.ts'
import { isSwitch } from '../switches.ts'
import { about, witness } from '../witness.ts'

/** A day of a subscription is settled at most once, and paid access on a day rests on money that came for it. */
export const settledOnceADay: Invariant = {
  code: 'BS105',
  name: 'a day is settled once',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['invoices'],
  applies: (scene) => (scene.view.invoices ?? []).filter((row) => row.status === 'paid').length,
  violations(scene) {
    const found: Witness[] = []
    const lines = settledLines(scene)
    for (let i = 1; i < lines.length; i++) {
      const { line, until, invoice } = lines[i]!
      if (invoice.refunded >= invoice.paid) continue
      for (let j = 0; j < i; j++) {
        const other = lines[j]!
        if (other.invoice.refunded >= other.invoice.paid && (other.invoice.restored ?? 0) >= (other.invoice.credited ?? 0)) continue
        if (other.line.item !== line.item || line.from >= other.until || other.line.from >= until) continue
        found.push(
          witness(
            'settled twice',
            invoice.who,
            [about('invoice', invoice.id), about('invoice', other.invoice.id)],
            `${invoice.who} settled ${isoDate(line.from > other.line.from ? line.from : other.line.from)} twice, in ${other.invoice.id} and ${invoice.id}`,
          ),
        )
      }
    }
    for (const row of scene.view.access ?? []) {
      if (row.because !== 'paid' || row.quantity === 0) continue
      if (lines.some(({ line, invoice }) => invoice.who === row.who && covers(scene, invoice, line, scene.now))) continue
      if (isFree(scene, row.plan)) continue
      found.push(
        witness(
          'access unsettled',
          row.who,
          [about('access', row.who)],
          `${row.who} has paid access on ${isoDate(scene.now)}, a day for which no money came`,
        ),
      )
    }
    return found
  },
}

interface Settled {
  readonly line: InvoiceLine
  readonly until: Instant
  readonly invoice: InvoiceRow
}

/** Steps up within a period lie on top of it, so only whole periods are counted. */
function settledLines(scene: Scene): readonly Settled[] {
  const lines: Settled[] = []
  for (const invoice of scene.view.invoices ?? []) {
    if (!(isCycle(invoice.reason) || isSwitch(invoice)) || !isSettled(scene, invoice)) continue
    for (const line of invoice.lines) if (line.amount > 0) lines.push({ line, until: soldUntil(scene, invoice, line), invoice })
  }
  return lines
}

const isFree = (scene: Scene, plan: string): boolean => scene.policy.plans.some((each) => each.key === plan && each.price === 0)
