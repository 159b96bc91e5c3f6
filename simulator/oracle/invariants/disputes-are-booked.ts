import type { InvoiceRow, LedgerRow, Who } from '#machines'
import { disputesIn, disputesOn, isHeld, isLost } from '../disputes.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { uninformed } from '../waiting.ts'
import { about, inMoney, witness } from '../witness.ts'

/**
 * What a bank takes of a payment is held, not earned; what it keeps was not earned, and its invoice says so; what it gives back is
 * as it was before. What the provider asks for its trouble is a fee of ours.
 */
export const disputesAreBooked: Invariant = {
  code: 'BS081',
  name: 'disputes are booked',
  when: 'end',
  stance: 'policy',
  rests: 'truth',
  needs: ['invoices', 'ledger'],
  applies: (scene) => disputesIn(scene).length,
  violations(scene) {
    const found: Witness[] = []
    const disputes = disputesIn(scene)
    if (disputes.length === 0) return found
    const waits = uninformed(scene)
    for (const who of new Set(disputes.map(({ owner }) => owner))) if (!waits.has(who)) judge(scene, who, found)
    return found
  },
}

function judge(scene: Scene, who: Who, found: Witness[]): void {
  const tell = (clause: string, says: string): void => {
    found.push(witness(clause, who, [about('customer', who)], `${who}: ${says}`))
  }
  const money = (amount: number): string => inMoney(scene.policy, amount)
  const posted = (account: LedgerRow['account'], cause?: string): number => {
    let sum = 0
    for (const row of scene.view.ledger ?? [])
      if (row.who === who && row.account === account && (cause === undefined || row.cause === cause)) sum += row.amount
    return sum
  }
  /** What became credit, and the tax of that, is not earned any more either. */
  const earned = ({ id }: InvoiceRow): number =>
    (scene.view.credits ?? []).reduce((sum, note) => sum + (note.invoice === id ? posted('revenue', note.id) : 0), posted('revenue', id))
  let [held, fees] = [0, 0]
  for (const dispute of disputesIn(scene)) if (dispute.owner === who && isHeld(dispute)) held += dispute.taken
  for (const { owner, isFee, amount } of scene.truth.balance) if (owner === who && isFee === true) fees += amount
  if (posted('held') !== held) tell('held', `${money(posted('held'))} is booked as held by banks; they hold ${money(held)}`)
  if (posted('fees') !== fees) tell('fees', `${money(posted('fees'))} is booked as fees of disputes; ${money(fees)} was asked`)
  for (const invoice of scene.view.invoices ?? []) {
    if (invoice.who !== who) continue
    const lost = lostOf(scene, invoice)
    // A part of a debt leaves it what it was, and so does the part's loss.
    if (isPartly(invoice)) continue
    if (lost > 0 !== (invoice.status === 'charged back'))
      tell('invoice', `${invoice.id} is ${invoice.status}; ${money(lost)} of it was lost to its bank`)
    // Of what was lost, and not given back before, nothing is left as earned.
    else if (lost > 0 && earned(invoice) > (invoice.credited ?? 0) + invoice.paid - invoice.refunded - lost)
      tell('revenue', `${money(earned(invoice))} of ${invoice.id} is booked as earned; ${money(lost)} was lost to its bank`)
  }
}

/** What was not paid whole is not charged back: it is owed as before. */
const isPartly = ({ status, paid, credited, total }: InvoiceRow): boolean =>
  (status === 'open' || status === 'uncollectible') && paid > 0 && paid + (credited ?? 0) < total

/** Money that came too late for its invoice was never that invoice's: none is lost of it. */
function lostOf(scene: Scene, invoice: InvoiceRow): number {
  if (invoice.paid === 0) return 0
  let sum = 0
  for (const dispute of disputesOn(scene, invoice)) if (isLost(dispute)) sum += dispute.taken
  return sum > invoice.paid ? invoice.paid : sum
}
