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
    // A system of ours asks the provider itself for each customer; two that came into being were asked for twice.
    if (scene.authority !== 'ours') return found
    const made = new Map<string, string>()
    for (const { type, owner, object } of scene.truth.deliveries) {
      if (type !== 'customer.created') continue
      const first = made.get(owner)
      if (first === undefined) made.set(owner, object)
      else if (first !== object) {
        found.push(
          witness(
            'created twice',
            owner,
            [about('customer', object), about('customer', first)],
            `${owner} was created twice at the provider, as ${first} and ${object}`,
          ),
        )
        made.set(owner, object)
      }
    }
    return found
  },
}
