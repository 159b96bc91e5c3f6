import type { InvoiceLine, InvoiceRow, SubscriptionRow } from '#machines'
import { isoInstant } from '#machines'
import { covers } from '../cover.ts'
import { mayBeDeleted } from '../deleted.ts'
import { disputesOn } from '../disputes.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { costOf } from '../standing.ts'
import { about, witness } from '../witness.ts'

/** Who has paid for this moment has the service, all of it. */
export const noDenialWhilePaid: Invariant = {
  code: 'BS027',
  name: 'no denial while paid',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['access', 'subscriptions', 'invoices'],
  applies: (scene) => (scene.view.subscriptions ?? []).filter((row) => row.status === 'active').length,
  violations(scene) {
    const found: Witness[] = []
    const { policy, view } = scene
    for (const row of view.subscriptions ?? []) {
      if (row.status !== 'active' || mayBeDeleted(scene, row.who) || isWithheld(scene, row)) continue
      let paidFor = 0
      for (const invoice of view.invoices ?? [])
        if (invoice.subscription === row.id) paidFor = Math.max(paidFor, costCovered(scene, invoice))
      if (paidFor === 0) continue
      const access = view.access?.find((each) => each.who === row.who)
      const granted = access === undefined ? 0 : costOf(policy, access.plan, access.quantity)
      if (granted >= paidFor) continue
      const has = access === undefined ? 'nothing' : `${access.quantity} × ${access.plan}`
      found.push(
        witness(
          access === undefined ? 'denied' : 'too little',
          row.who,
          [about('subscription', row.id)],
          `${row.who} has paid for ${row.quantity} × ${row.plan} and may use ${has} at ${isoInstant(scene.now)}`,
        ),
      )
    }
    return found
  },
}

/** A bank has, or had until lately, some of what was paid for this moment, and policy withholds the service meanwhile. */
const isWithheld = (scene: Scene, { id }: SubscriptionRow): boolean =>
  scene.policy.disputeAccess === 'withhold' &&
  (scene.view.invoices ?? []).some(
    (invoice) =>
      invoice.subscription === id &&
      invoice.status === 'paid' &&
      (invoice.disputed ?? 0) > 0 &&
      invoice.lines.some(({ from, to }) => from <= scene.now && scene.now < to) &&
      disputesOn(scene, invoice).some(({ takenAt }) => takenAt !== undefined),
  )

/** What a line sells costs so much for a period, or less where the customer went down and got a note of it. */
function levelCost(scene: Scene, invoice: InvoiceRow, line: InvoiceLine): number {
  const note = (scene.view.credits ?? []).findLast(
    ({ item, level, from }) => item === line.item && level !== undefined && line.from <= from && from <= scene.now,
  )
  const { plan, quantity } = note?.level ?? line
  return costOf(scene.policy, plan, quantity)
}

/** The price of what a paid invoice gives at this moment. Money that went back, even in part, promises nothing here. */
function costCovered(scene: Scene, invoice: InvoiceRow): number {
  if (invoice.status !== 'paid' || invoice.refunded > 0 || (invoice.restored ?? 0) > 0) return 0
  let cost = 0
  for (const line of invoice.lines)
    if (line.amount > 0 && covers(scene, invoice, line, scene.now)) cost = Math.max(cost, levelCost(scene, invoice, line))
  return cost
}
