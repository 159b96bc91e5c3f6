import type { Policy } from '#machines'
import type { Workload } from '../kernel/plan.ts'
import { type Asking, holdsFor, type Search } from './search.ts'

/** In the plainest currency and zone; the same when it is there already. */
export const atHome = (workload: Workload): Workload => {
  const { policy } = workload
  return isAtHome(policy) ? workload : { ...workload, policy: plainPolicy(policy) }
}

const isAtHome = ({ currency, zone }: Policy): boolean => currency === 'usd' && zone === 'UTC'
const plainPolicy = (policy: Policy): Policy => ({ ...policy, currency: 'usd', zone: 'UTC' })

/** Most failures have nothing to do with money's decimals or with clocks: then nobody should have to read of them. */
export function* broughtHome(search: Search): Asking<void> {
  const { policy } = search.best.workload
  if (isAtHome(policy)) return
  for (const plainer of [plainPolicy(policy), { ...policy, zone: 'UTC' as const }, { ...policy, currency: 'usd' as const }]) {
    if (plainer.currency === policy.currency && plainer.zone === policy.zone) continue
    if (yield* holdsFor(search, { ...search.best, workload: { ...search.best.workload, policy: plainer } })) return
  }
}
