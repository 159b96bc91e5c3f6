import { ofTheProvider } from '../of-the-provider.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** A paid invoice of which the system was told, and which it acknowledged, is among its invoices, and paid: it is told once. */
export const acknowledgedPaymentIsBooked: Invariant = {
  code: 'BS012',
  name: 'acknowledged payment is booked',
  when: 'end',
  stance: 'universal',
  notFor: ofTheProvider,
  rests: 'truth',
  needs: ['invoices'],
  applies: (scene) => acknowledged(scene).size,
  violations(scene) {
    const found: Witness[] = []
    for (const [invoice, owner] of acknowledged(scene)) {
      const row = scene.view.invoices?.find((each) => each.provider === invoice)
      if (row?.status === 'paid') continue
      const clause = row === undefined ? 'missing' : 'status'
      const says = row === undefined ? 'is not among the invoices' : `is ${row.status} among the invoices`
      found.push(
        witness(clause, owner, [about('invoice', invoice)], `the payment of ${owner}'s ${invoice} was acknowledged, yet it ${says}`),
      )
    }
    return found
  },
}

/** Whose each invoice is of whose payment some copy of the event was answered with 2xx. */
function acknowledged({ truth }: Scene): ReadonlyMap<string, string> {
  const invoices = new Map<string, string>()
  for (const { type, object, owner, status, isPoison } of truth.deliveries)
    if (isPoison !== true && type === 'invoice.paid' && status !== undefined && status >= 200 && status < 300) invoices.set(object, owner)
  return invoices
}
