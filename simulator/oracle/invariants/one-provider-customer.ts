import type { Invariant, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** A user is one customer at the provider: cards and invoices of two would never meet. */
export const oneProviderCustomer: Invariant = {
  code: 'BS011',
  name: 'one provider customer per user',
  when: 'quiet',
  stance: 'universal',
  rests: 'truth',
  needs: ['customers'],
  applies: (scene) => scene.view.customers?.length ?? 0,
  violations(scene) {
    const found: Witness[] = []
    const rows = scene.view.customers ?? []
    for (let i = 1; i < rows.length; i++) {
      const { who, provider } = rows[i]!
      if (provider === undefined) continue
      for (let j = 0; j < i; j++) {
        const other = rows[j]!
        if (other.provider === undefined) continue
        if (other.who !== who && other.provider === provider)
          found.push(
            witness('shared', who, [about('customer', provider)], `${who} and ${other.who} share the provider's customer ${provider}`),
          )
        else if (other.who === who && other.provider !== provider)
          found.push(
            witness(
              'twice',
              who,
              [about('customer', provider), about('customer', other.provider)],
              `${who} is two customers at the provider, ${other.provider} and ${provider}`,
            ),
          )
      }
    }
    // Whoever looks for its customer by a key of its own may well have made two.
    if (scene.authority !== 'ours' || scene.at !== 'end') return found
    const made = new Map<string, string>()
    for (const { owner, id } of scene.truth.customers) {
      const first = made.get(owner)
      if (first === undefined) made.set(owner, id)
      else
        found.push(
          witness(
            'created twice',
            owner,
            [about('customer', id), about('customer', first)],
            `${owner} was created twice at the provider, as ${first} and ${id}`,
          ),
        )
    }
    return found
  },
}
