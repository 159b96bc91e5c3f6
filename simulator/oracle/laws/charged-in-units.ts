import type { Minor } from '#machines'
import { chargeUnitOf, inWords } from '#machines'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** Card networks know two decimals of a dinar's three: what is billed, taken and given back ends in 0 there. */
export const chargedInUnits: Invariant = {
  code: 'BS121',
  name: 'billed as cards are charged',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['invoices'],
  applies: (scene) => (chargeUnitOf(scene.policy) === 1 ? 0 : (scene.view.invoices?.length ?? 0)),
  violations(scene) {
    const unit = chargeUnitOf(scene.policy)
    if (unit === 1) return []
    const found: Witness[] = []
    const tell = (clause: string, kind: string, who: string, id: string, amount: number): void => {
      if (amount % unit === 0) return
      const steps = `${inWords(unit, scene.policy.currency)} ${scene.policy.currency}`
      found.push(
        witness(
          clause,
          who,
          [about(kind, id)],
          `${who}'s ${id} is over ${inMoney(scene.policy, amount)}; cards take multiples of ${steps}`,
        ),
      )
    }
    for (const { who, id, total, lines } of scene.view.invoices ?? []) {
      const odd = lines.find(({ amount }) => amount % unit !== 0)
      tell('billed', 'invoice', who, id, odd?.amount ?? total)
    }
    for (const { owner, id, amount } of moved(scene)) tell('moved', 'charge', owner, id, amount)
    return found
  },
}

function* moved({ truth }: Scene): Generator<{ readonly owner: string; readonly id: string; readonly amount: Minor }> {
  yield* truth.charges
  yield* truth.refunds
}
