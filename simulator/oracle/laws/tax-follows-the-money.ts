import { taxOwed } from '../tax-owed.ts'
import type { Invariant, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** What the books owe the tax office for an invoice is the tax of as much of it as stands: what goes back takes its tax with it. */
export const taxFollowsTheMoney: Invariant = {
  code: 'BS132',
  name: 'tax follows the money',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['invoices', 'ledger'],
  applies: (scene) => (scene.policy.taxes === undefined ? 0 : (scene.view.invoices ?? []).filter(({ status }) => status === 'paid').length),
  violations(scene) {
    if (scene.policy.taxes === undefined) return []
    const found: Witness[] = []
    const posted = new Map<string, number>()
    for (const { account, cause, amount } of scene.view.ledger ?? [])
      if (account === 'tax') posted.set(cause, (posted.get(cause) ?? 0) + amount)
    for (const invoice of scene.view.invoices ?? []) {
      const [is, should] = [posted.get(invoice.id) ?? 0, taxOwed(invoice, scene.view.credits ?? [])]
      posted.delete(invoice.id)
      if (is === should) continue
      const says = `${invoice.who}'s ${invoice.id} has ${inMoney(scene.policy, is)} of tax in the books; ${inMoney(scene.policy, should)} is right`
      found.push(witness(is > should ? 'too much' : 'too little', invoice.who, [about('invoice', invoice.id)], says))
    }
    for (const [id, amount] of posted)
      if (amount !== 0)
        found.push(
          witness('of nothing', undefined, [about('invoice', id)], `${id} is no invoice, and has tax of ${inMoney(scene.policy, amount)}`),
        )
    return found
  },
}
