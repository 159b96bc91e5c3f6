import type { Interval, InvoiceLine, InvoiceRow, PlanKey, SubscriptionRow } from '#machines'
import { chargeUnitOf, isoInstant, later } from '#machines'
import { heardWithin, lossesOf } from '../disputes.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { costOf, rowOf } from '../standing.ts'
import { isOnTerms } from '../terms.ts'
import { about, witness } from '../witness.ts'

/** A plan or quantity that costs more is in force only once it is paid. */
export const payBeforeCommit: Invariant = {
  code: 'BS024',
  name: 'pay before commit',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['subscriptions', 'invoices'],
  applies: (scene) => scene.view.subscriptions?.length ?? 0,
  violations(scene) {
    const found: Witness[] = []
    const rows = scene.view.subscriptions ?? []
    for (let place = 0; place < rows.length; place++) {
      const is = rows[place]!
      if (is.status !== 'active') continue
      const was = rowOf(scene.before?.subscriptions, is.id, place)
      if (was === is) continue
      judgeAddOns(scene, was, is, found)
      const hasBegun = was !== undefined && was.status !== 'incomplete'
      if (hasBegun && (was.status === 'trialing' || !costsMore(scene, was, is))) continue
      if (costOf(scene.policy, is.plan, is.quantity) === 0 || isPaid(scene, was, is)) continue
      const clause = !hasBegun ? 'signup' : is.plan === was.plan ? 'quantity' : 'plan'
      found.push(
        witness(
          clause,
          is.who,
          [about('subscription', is.id)],
          `${is.who}'s ${is.id} has ${is.quantity} × ${is.plan} since ${isoInstant(scene.now)}, and no paid invoice says so`,
        ),
      )
    }
    return found
  },
}

/** More of what is sold beside a plan is held only once it is paid; a trial costs nothing. */
function judgeAddOns(scene: Scene, was: SubscriptionRow | undefined, is: SubscriptionRow, found: Witness[]): void {
  if (is.addOns === undefined || was?.status === 'trialing') return
  for (const { key, quantity } of is.addOns) {
    const held = was?.addOns?.find((each) => each.key === key)?.quantity ?? 0
    if (quantity <= held || isAddOnPaid(scene, is, key, quantity)) continue
    const says = `${is.who}'s ${is.id} has ${quantity} × ${key} since ${isoInstant(scene.now)}, and no paid invoice says so`
    found.push(witness('add-on', is.who, [about('subscription', is.id)], says))
  }
}

/**
 * Or so little is left of the period that it costs nothing. Whoever was held up shows only when the period is over what was paid
 * for the rest of it.
 */
const isAddOnPaid = (scene: Scene, { id, periodEnd }: SubscriptionRow, key: string, quantity: number): boolean =>
  (scene.view.invoices ?? []).some(
    (invoice) =>
      invoice.status === 'paid' &&
      invoice.lines.some(
        (line) =>
          line.item === `${id}/${key}` &&
          (line.quantity === quantity || (line.quantity > quantity && isGivenBack(scene, invoice))) &&
          line.amount >= 0 &&
          (line.to > scene.now || line.to === periodEnd),
      ),
  )

/** By at least as much as can be charged, for the rest of the period: a smaller difference is owed by nobody. */
function costsMore(scene: Scene, was: SubscriptionRow, is: SubscriptionRow): boolean {
  // Another interval is another period, and has a price whatever the other one's was.
  if (intervalOf(scene, was.plan) !== intervalOf(scene, is.plan)) return true
  const more = costOf(scene.policy, is.plan, is.quantity) - costOf(scene.policy, was.plan, was.quantity)
  if (more <= 0) return false
  if (was.periodStart === undefined || was.periodEnd === undefined) return true
  return more * (was.periodEnd - scene.now) >= (was.periodEnd - was.periodStart) * chargeUnitOf(scene.policy)
}

const intervalOf = ({ policy }: Scene, plan: PlanKey): Interval | undefined => policy.plans.find(({ key }) => key === plan)?.interval

function isPaid(scene: Scene, was: SubscriptionRow | undefined, row: SubscriptionRow): boolean {
  for (const invoice of scene.view.invoices ?? []) {
    if (invoice.subscription !== row.id) continue
    // What is sent binds from then on.
    if (invoice.status !== 'paid' && !(invoice.status === 'open' && isOnTerms(scene, invoice))) continue
    for (const line of invoice.lines) {
      if (line.to <= scene.now || line.amount <= 0) continue
      if (line.plan === row.plan && line.quantity === row.quantity) return true
      if (was !== undefined && isRestOf(scene, invoice, line, was, row)) return true
    }
  }
  return false
}

/** Who had gone down from a step up before it was lost to a bank has what they kept of it again when the bank gives it back: less than it was to. */
function isRestOf(scene: Scene, invoice: InvoiceRow, line: InvoiceLine, was: SubscriptionRow, is: SubscriptionRow): boolean {
  switch (invoice.reason) {
    case 'quantity':
      return is.plan === was.plan && is.quantity < line.quantity && isGivenBack(scene, invoice)
    case 'upgrade':
      return (
        is.quantity === was.quantity && costOf(scene.policy, is.plan, 1) < costOf(scene.policy, line.plan, 1) && isGivenBack(scene, invoice)
      )
    default:
      return false
  }
}

/** A bank had kept what paid for it and has just given it back, as far as word of that takes. */
function isGivenBack(scene: Scene, invoice: InvoiceRow): boolean {
  const last = lossesOf(scene, invoice).at(-1)
  return last !== undefined && !last.isLost && later(last.at, heardWithin) >= scene.now
}
