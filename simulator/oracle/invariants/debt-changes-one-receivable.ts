import type { InvoiceRow, SubscriptionRow } from '#machines'
import { isoDate } from '#machines'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { isOver, rowOf } from '../standing.ts'
import { about, witness } from '../witness.ts'

/** Paying an invoice that was given up pays that invoice: nothing comes back to life, and what runs goes on as it was. */
export const debtChangesOneReceivable: Invariant = {
  code: 'BS061',
  name: 'a bad-debt payment changes one receivable',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['subscriptions', 'invoices'],
  applies: (scene) => debtsPaid(scene).length,
  violations(scene) {
    const found: Witness[] = []
    for (const debt of debtsPaid(scene)) {
      const tell = (clause: string, kind: string, id: string, says: string): void => {
        found.push(witness(clause, debt.who, [about(kind, id)], `${debt.who} paid the old ${debt.id}, and ${id} ${says}`))
      }
      for (const [place, was] of (scene.before?.subscriptions ?? []).entries()) {
        const is = was.who === debt.who ? rowOf(scene.view.subscriptions, was.id, place) : undefined
        if (is === undefined || is === was) continue
        if (isRevived(was, is)) tell('revived', 'subscription', is.id, `was ${was.status} and is ${is.status}`)
        else if (isMoved(scene, was, is)) tell('period', 'subscription', is.id, `runs ${spanOf(is)} instead of ${spanOf(was)}`)
        else if (was.plan !== is.plan || was.quantity !== is.quantity)
          tell('plan', 'subscription', is.id, `went from ${was.quantity} × ${was.plan} to ${is.quantity} × ${is.plan}`)
      }
      for (const [place, was] of (scene.before?.invoices ?? []).entries()) {
        const is = was.who === debt.who && was.id !== debt.id ? rowOf(scene.view.invoices, was.id, place) : undefined
        if (is !== undefined && is.paid !== was.paid) tell('another invoice', 'invoice', is.id, 'was booked as paid with it')
      }
    }
    return found
  },
}

/** What was given up at the last look and is paid at this one. */
function debtsPaid({ before, view }: Scene): readonly InvoiceRow[] {
  const found: InvoiceRow[] = []
  const rows = before?.invoices ?? []
  for (let place = 0; place < rows.length; place++) {
    const was = rows[place]!
    if (was.status !== 'uncollectible') continue
    const is = rowOf(view.invoices, was.id, place)
    if (is?.status === 'paid') found.push(is)
  }
  return found
}

/** Time alone ends what is not paid; it brings nothing back. */
const isRevived = (was: SubscriptionRow, is: SubscriptionRow): boolean =>
  was.status !== is.status && (isOver(was.status) || is.status === 'active' || is.status === 'trialing')

/** At a period's end time alone moves it on. */
const isMoved = ({ now }: Scene, was: SubscriptionRow, is: SubscriptionRow): boolean =>
  (was.periodStart !== is.periodStart || was.periodEnd !== is.periodEnd) && (was.periodEnd === undefined || now < was.periodEnd)

const spanOf = ({ periodStart, periodEnd }: SubscriptionRow): string =>
  `from ${periodStart === undefined ? 'no day' : isoDate(periodStart)} to ${periodEnd === undefined ? 'no day' : isoDate(periodEnd)}`
