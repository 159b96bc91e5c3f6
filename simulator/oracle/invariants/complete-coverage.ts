import type { InvoiceLine, Instant, SubscriptionRow } from '#machines'
import { days, isoDate } from '#machines'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { costOf, isBinding, isCycle } from '../standing.ts'
import { isOrdered } from '../orders.ts'
import { endOf, isSwitch } from '../switches.ts'
import { about, witness } from '../witness.ts'

/** Every day of a subscription that runs is on an invoice: no gap between periods, none after the last. */
export const completeCoverage: Invariant = {
  code: 'BS023',
  name: 'complete coverage',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['subscriptions', 'invoices'],
  applies: (scene) => (scene.view.subscriptions ?? []).filter((row) => isCharged(scene, row)).length,
  violations(scene) {
    const found: Witness[] = []
    for (const row of scene.view.subscriptions ?? []) {
      if (!isCharged(scene, row)) continue
      const lines = cycleLines(scene, row)
      let reached = lines[0]?.to
      for (const line of lines) {
        if (reached === undefined || line.from <= reached || wasPaused(scene, row, line.from)) {
          if (reached === undefined || line.to > reached) reached = line.to
          continue
        }
        found.push(gap(row, 'between', `from ${isoDate(reached)} to ${isoDate(line.from)}`))
        reached = line.to
      }
      // From a period's end the next invoice may take the draft window, and as long as a worker can be down in a storm.
      const allowance = scene.policy.draftWindow + days(scene.at === 'end' ? 2 : 7)
      if (row.status === 'active' && reached !== undefined && scene.now - reached > allowance && !isSwitching(scene, row))
        found.push(gap(row, 'after the last', `since ${isoDate(reached)}`))
      // A trial is on no invoice: once the period that is shown is over, only the time after it can be missing.
      const since = row.periodEnd !== undefined && row.periodEnd <= scene.now ? row.periodEnd : row.periodStart
      if (
        row.status === 'active' &&
        reached === undefined &&
        since !== undefined &&
        scene.now - since > allowance &&
        !isSwitching(scene, row)
      )
        found.push(gap(row, 'never', `since ${isoDate(since)}`))
    }
    return found
  },
}

/** Whether a period ends at all hangs on a switch that is being settled. */
const isSwitching = (scene: Scene, { id }: SubscriptionRow): boolean =>
  (scene.view.invoices ?? []).some((invoice) => invoice.subscription === id && invoice.reason === 'interval' && isOrdered(scene, invoice))

const isCharged = (scene: Scene, row: SubscriptionRow): boolean =>
  (row.status === 'active' || row.status === 'past due') && costOf(scene.policy, row.plan, row.quantity) > 0

/** Was what the customer had paid for taken back before this, with nothing sold in between? */
const wasPaused = ({ view }: Scene, row: SubscriptionRow, until: Instant): boolean =>
  (view.invoices ?? []).some(
    (invoice) => invoice.subscription === row.id && invoice.reason === 'resume' && invoice.lines.some((line) => line.from === until),
  )

type Span = Pick<InvoiceLine, 'from' | 'to'>

function cycleLines(scene: Scene, row: SubscriptionRow): readonly Span[] {
  const lines: Span[] = []
  for (const invoice of scene.view.invoices ?? []) {
    if (
      invoice.subscription !== row.id ||
      !(isBinding(invoice) || isOrdered(scene, invoice)) ||
      !(isCycle(invoice.reason) || isSwitch(invoice))
    )
      continue
    for (const line of invoice.lines)
      if (line.amount >= 0) lines.push({ from: line.from, to: endOf(line, invoice, scene.view.invoices ?? []) })
  }
  return lines.sort((a, b) => a.from - b.from || a.to - b.to)
}

const gap = (row: SubscriptionRow, clause: string, when: string): Witness =>
  witness(clause, row.who, [about('subscription', row.id)], `${row.who}'s ${row.id} runs on ${row.plan} and is on no invoice ${when}`)
