import type { Who } from '#machines'
import { cameByBank } from '../out-of-band.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { uninformed } from '../waiting.ts'
import { about, inMoney, witness } from '../witness.ts'

/** Cash posted is what moved at the provider: never more than that at any time, and all of it in the end. */
export const cashEqualsBooks: Invariant = {
  code: 'BS101',
  name: 'cash equals the provider’s books',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['ledger'],
  applies: (scene) => scene.truth.balance.length + (scene.view.ledger?.length ?? 0),
  violations(scene) {
    const found: Witness[] = []
    const waits = scene.at === 'end' ? uninformed(scene) : undefined
    for (const [who, { postedIn, postedOut, movedIn, movedOut }] of sums(scene)) {
      const tell = (clause: string, posted: number, moved: number, what: string): void => {
        found.push(
          witness(
            clause,
            who,
            [about('customer', who)],
            `${who}: ${inMoney(scene.policy, posted)} ${what} posted, ${inMoney(scene.policy, moved)} moved at the provider`,
          ),
        )
      }
      if (postedIn > movedIn) tell('in', postedIn, movedIn, 'in')
      else if (postedOut > movedOut) tell('out', postedOut, movedOut, 'out')
      else if (waits !== undefined && !waits.has(who) && postedIn - postedOut !== movedIn - movedOut)
        tell('missing', postedIn - postedOut, movedIn - movedOut, 'in all')
    }
    for (const row of scene.view.ledger ?? []) {
      if (row.account !== 'bank') continue
      const invoice = scene.view.invoices?.find((each) => each.id === row.cause)
      if (invoice !== undefined && cameByBank(scene, invoice) >= row.amount) continue
      found.push(
        witness(
          'out of band',
          row.who,
          [about('customer', row.who)],
          `${row.who}: ${inMoney(scene.policy, row.amount)} posted as come by the bank for ${row.cause}, and nobody said so`,
        ),
      )
    }
    return found
  },
}

interface Sums {
  postedIn: number
  postedOut: number
  movedIn: number
  movedOut: number
}

function sums(scene: Scene): ReadonlyMap<Who, Sums> {
  const found = new Map<Who, Sums>()
  const of = (who: Who): Sums => {
    const known = found.get(who)
    if (known !== undefined) return known
    const fresh = { postedIn: 0, postedOut: 0, movedIn: 0, movedOut: 0 }
    found.set(who, fresh)
    return fresh
  }
  for (const { account, who, amount } of scene.view.ledger ?? []) {
    if (account !== 'cash') continue
    if (amount > 0) of(who).postedIn += amount
    else of(who).postedOut -= amount
  }
  for (const { owner, amount } of scene.truth.balance) {
    if (amount > 0) of(owner).movedIn += amount
    else of(owner).movedOut -= amount
  }
  return found
}
