import type { Capabilities } from '../port.ts'
import type { Strikes } from '../kernel/scheduler.ts'
import { commitUnknown } from './commit-unknown.ts'
import { crash } from './crash.ts'
import type { DeliveryFault, Fault, JobFault, Need } from './fault.ts'
import { hold } from './hold.ts'
import { jobLate } from './job-late.ts'
import { jobTwice } from './job-twice.ts'
import { late } from './late.ts'
import { lost } from './lost.ts'
import { overtakes } from './overtakes.ts'
import { rateLimited } from './rate-limited.ts'
import { redeliver } from './redeliver.ts'
import { reorder } from './reorder.ts'
import { reset } from './reset.ts'
import { serializationFailure } from './serialization-failure.ts'
import { serverError } from './server-error.ts'
import { timeoutAfter } from './timeout-after.ts'
import { timeoutBefore } from './timeout-before.ts'

/** Every way in which the world may deviate, simplest first: shrinking prefers what stands earlier. */
export const faults: readonly Fault[] = [
  redeliver,
  reorder,
  late,
  lost,
  hold,
  overtakes,
  timeoutAfter,
  timeoutBefore,
  reset,
  rateLimited,
  serverError,
  jobTwice,
  jobLate,
  serializationFailure,
  commitUnknown,
  crash,
]

/** What of a fault's needs a system lacks, in words; empty when it can be struck. */
export function lacks(fault: Fault, capabilities: Capabilities): readonly string[] {
  return fault.needs.filter((need) => !has(need, capabilities))
}

function has(need: Need, capabilities: Capabilities): boolean {
  switch (need) {
    case 'webhooks':
      return true
    case 'provider calls':
      return true
    case 'interleaving':
      return capabilities.level !== 'L1'
    case 'jobs':
      return capabilities.jobs.length > 0
    case 'crash':
      return capabilities.crash
    case 'native store':
      return capabilities.level === 'native'
    case 'reconcile':
      return capabilities.reconcile
    default:
      throw new RangeError(`no such need: ${JSON.stringify(need satisfies never)}`)
  }
}

/** The faults a system can be struck by, sorted by what they strike. */
export function faultsFor(
  capabilities: Capabilities,
): Strikes & { readonly deliveries: readonly DeliveryFault[]; readonly jobs: readonly JobFault[] } {
  const possible = faults.filter((fault) => lacks(fault, capabilities).length === 0)
  return {
    deliveries: possible.filter((fault) => fault.strikes === 'delivery'),
    calls: possible.filter((fault) => fault.strikes === 'call'),
    landmarks: possible.filter((fault) => fault.strikes === 'landmark'),
    commits: possible.filter((fault) => fault.strikes === 'store'),
    jobs: possible.filter((fault) => fault.strikes === 'job'),
    overtaking: possible.some((fault) => fault.strikes === 'order'),
  }
}
