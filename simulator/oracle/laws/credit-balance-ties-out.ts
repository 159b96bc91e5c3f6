import type { Who } from '#machines'
import { leastChargeOf } from '#machines'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** What a customer has of credit for later invoices is what was granted less what invoices took, in the rows and in the books. */
export const creditBalanceTiesOut: Invariant = {
  code: 'BS113',
  name: 'the credit balance ties out',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['customers', 'invoices', 'ledger'],
  applies: (scene) => (scene.view.customers ?? []).filter(({ balance }) => balance !== undefined && balance !== 0).length,
  violations(scene) {
    const found: Witness[] = []
    for (const { who, balance } of scene.view.customers ?? []) {
      if (balance === undefined) continue
      const { surely, perhaps } = granted(scene, who)
      const { taken, earned } = used(scene, who)
      const money = (amount: number): string => inMoney(scene.policy, amount)
      const tell = (clause: string, says: string): void => {
        found.push(witness(clause, who, [about('customer', who)], `${who} has ${money(balance)} of credit; ${says}`))
      }
      let posted = 0
      for (const row of scene.view.ledger ?? []) if (row.who === who && row.account === 'balance') posted += row.amount
      if (balance < 0 && -balance > mostCarried(scene, who)) tell('negative', 'nobody owes so much beside invoices')
      else if (balance + taken < surely) tell('lost', `${money(surely)} was granted and ${money(taken)} used`)
      else if (balance + taken > perhaps) tell('from nowhere', `${money(perhaps)} was granted and ${money(taken)} used`)
      else if (posted - balance !== taken - earned) tell('books', `the books say ${money(posted)}, with ${money(taken - earned)} set aside`)
    }
    return found
  },
}

/** By requests that were accepted, and with those whose answer nobody saw; and what the accountant allows of paid time. */
function granted(scene: Scene, who: Who): { readonly surely: number; readonly perhaps: number } {
  let [surely, perhaps] = [0, 0]
  for (const { who: asked, command, reply } of scene.truth.commands) {
    if (asked !== who || command.do !== 'grant credit' || reply?.kind === 'refused') continue
    perhaps += command.amount
    if (reply?.kind === 'accepted') surely += command.amount
  }
  for (const { who: owner, amount } of scene.view.credits ?? [])
    if (owner === who) {
      surely += amount
      perhaps += amount
    }
  // Whether so much came that it is more than was due, the law of what was captured says.
  // Refunds give back what credit had paid: the law of what goes back first says how much.
  for (const { who: owner, over = 0, restored = 0 } of scene.view.invoices ?? [])
    if (owner === who) {
      surely += over + restored
      perhaps += over + restored
    }
  return { surely, perhaps }
}

/** What invoices may have left to the balance that were too small to be charged: each less than the least charge. */
function mostCarried(scene: Scene, who: Who): number {
  let count = 0
  for (const { who: owner, status, credited = 0 } of scene.view.invoices ?? [])
    if (owner === who && status === 'paid' && credited > 0) count++
  return count * (leastChargeOf(scene.policy) - 1)
}

/** What invoices have taken of it, and what of that is earned: an offer only sets it aside. */
function used(scene: Scene, who: Who): { readonly taken: number; readonly earned: number } {
  let [taken, earned] = [0, 0]
  for (const { who: owner, credited = 0, status } of scene.view.invoices ?? []) {
    if (owner !== who) continue
    taken += credited
    if (status !== 'quote') earned += credited
  }
  return { taken, earned }
}
