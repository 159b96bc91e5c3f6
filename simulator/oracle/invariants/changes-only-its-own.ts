import { type InvoiceRow, later, type SubscriptionRow } from '#machines'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { rowOf } from '../standing.ts'
import { ownerIn } from '../waiting.ts'
import { about, witness } from '../witness.ts'

/** What happens to one customer changes nothing of another. */
export const changesOnlyItsOwn: Invariant = {
  code: 'BS005',
  name: 'changes only its own',
  when: 'every commit',
  stance: 'universal',
  rests: 'truth',
  needs: [],
  applies(scene) {
    const { cause, before } = scene
    if (cause === undefined || before === undefined) return 0
    let count = 0
    for (const row of before.subscriptions ?? []) if (!isFor(row, cause)) count++
    for (const row of before.invoices ?? []) if (!isFor(row, cause)) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    const { cause, before, view } = scene
    if (cause === undefined || before === undefined) return found
    const tell = (kind: string, who: string, id: string, what: string): void => {
      found.push(witness(kind, who, [about(kind, id)], `what was done for ${cause} ${what} ${who}'s ${kind} ${id}`))
    }
    for (const [place, was] of (before.subscriptions ?? []).entries()) {
      // Past its period's end time alone may have moved it.
      if (isFor(was, cause) || (was.periodEnd !== undefined && was.periodEnd <= scene.now)) continue
      const is = rowOf(view.subscriptions, was.id, place)
      if (is === was) continue
      if (is === undefined) tell('subscription', was.who, was.id, 'removed')
      else if (isOther(was, is) && !isDue(scene, is)) tell('subscription', was.who, was.id, 'changed')
    }
    for (const [place, was] of (before.invoices ?? []).entries()) {
      if (isFor(was, cause)) continue
      const is = rowOf(view.invoices, was.id, place)
      if (is === was) continue
      if (is === undefined) tell('invoice', was.who, was.id, 'removed')
      else if (isOtherInvoice(was, is) && !isGivenBack(scene, was, is)) tell('invoice', was.who, was.id, 'changed')
    }
    return found
  },
}

/** A row may come before its customer, and stand under the provider's name for them until then. */
const isFor = (row: { readonly who: string; readonly provider: string | undefined }, cause: string): boolean =>
  row.who === cause || ownerIn(row.who) === cause || (row.provider !== undefined && ownerIn(row.provider) === cause)

/** Time alone ends what is not paid; it never changes what is, and brings nothing back. */
const isOther = (was: SubscriptionRow, is: SubscriptionRow): boolean =>
  was.who !== is.who ||
  was.provider !== is.provider ||
  was.plan !== is.plan ||
  was.quantity !== is.quantity ||
  (was.status !== is.status && (was.status === 'active' || was.status === 'trialing' || is.status === 'active'))

/** An invoice that was sent is due by now: time alone holds that against its subscription. */
const isDue = ({ view, now }: Scene, { id, status }: SubscriptionRow): boolean =>
  status !== 'active' && (view.invoices ?? []).some(({ subscription, due }) => subscription === id && due !== undefined && due <= now)

const isOtherInvoice = (was: InvoiceRow, is: InvoiceRow): boolean =>
  was.who !== is.who || was.paid !== is.paid || was.refunded !== is.refunded || was.total !== is.total

/** Time alone ends an invoice that nobody paid all of, not before its day; what came of it may be the customer's again then, to the cent. */
function isGivenBack({ policy, now }: Scene, was: InvoiceRow, is: InvoiceRow): boolean {
  const ends =
    was.status === 'quote' ? is.status === 'void' : was.status === 'open' && (is.status === 'uncollectible' || is.status === 'void')
  if (!ends || (is.status === 'uncollectible' && policy.partialPayment !== 'give back')) return false
  if (was.who !== is.who || was.total !== is.total || was.refunded !== is.refunded) return false
  if (is.paid !== 0 || (is.over ?? 0) !== (was.over ?? 0) + was.paid) return false
  // Whose card is charged is given as long as an offer lasts, and nobody longer than the period.
  const last = was.lines.reduce((latest, { to }) => Math.max(latest, to), 0)
  return Math.min(was.due ?? later(was.issuedAt, policy.changeExpires), last) <= now
}
