import type { Fact } from '#machines'
import { decide, standardLegality, standardParts, starts } from '#machines'
import type { ProviderRequest } from '#simulator'
import { type Parts, referenceParts } from '../../reference/parts.ts'
import { type CommandRow, list, read } from '../../reference/tables.ts'
import { wrongReference } from '../mutant.ts'
import { patience } from '../../patience.ts'

type Rulings = (typeof standardLegality)['signup paid']
const anywhere = Object.fromEntries(starts.map((start) => [start, 'legal'])) as Rulings
/** Under the lock nobody looks whether there is a subscription. */
const machines = {
  ...standardParts,
  legality: {
    ...standardLegality,
    'signup paid': anywhere,
    'signup trial': anywhere,
    'signup trial, no method': anywhere,
    resubscribe: anywhere,
  },
}

/** Looks for a subscription, asks the provider for the customer, and only then takes the lock: two clicks that both looked are two subscriptions. */
const command: Parts['command'] = function* (shop, input, asked) {
  const before = yield* read<CommandRow>('commands', input.who, input.id)
  if (asked.do === 'subscribe' && before === undefined) {
    const known = yield* list<Fact>('facts', input.who)
    const [now, policy] = [shop.now(), shop.policy()]
    const { state } = shop.accounts.recomputed(input.who, known, policy, now)
    const looked = decide(state, asked, now, policy, standardParts)
    if (looked.kind === 'refused') return { kind: 'refused', reason: looked.reason }
    const request: ProviderRequest = { operation: 'customers.list', params: { limit: 100 } }
    yield { kind: 'call', to: 'provider', label: 'look up customer', request, patience }
  }
  return yield* referenceParts.command(shop, input, asked)
}

export const locksAfterAsking = wrongReference(
  { name: 'locks-after-asking', declares: 'BS032', source: 'adcontextprotocol/adcp#3184' },
  { command, machines },
)
