import type { Duration } from '#machines'
import { type Capabilities, takesDebits } from '../port.ts'
import type { Strikes } from '../kernel/scheduler.ts'
import { cardUpdate } from './card-update.ts'
import { clockSkew } from './clock-skew.ts'
import { commitUnknown } from './commit-unknown.ts'
import { crash } from './crash.ts'
import { dashboardDetach } from './dashboard-detach.ts'
import { dashboardRefund } from './dashboard-refund.ts'
import { deadlock } from './deadlock.ts'
import { dispute } from './dispute.ts'
import { deliveryTimeout } from './delivery-timeout.ts'
import type { DeliveryFault, Fault, JobFault, Need, OutboxFault, DashboardFault, WorldFault } from './fault.ts'
import { hang } from './hang.ts'
import { handEdit } from './hand-edit.ts'
import { hold } from './hold.ts'
import { jobLate } from './job-late.ts'
import { jobTwice } from './job-twice.ts'
import { late } from './late.ts'
import { lateSettlementFailure } from './late-settlement-failure.ts'
import { lost } from './lost.ts'
import { outOfBandChange } from './out-of-band.ts'
import { overtakes } from './overtakes.ts'
import { poisonJob } from './poison-job.ts'
import { poison } from './poison.ts'
import { rateLimited } from './rate-limited.ts'
import { redeliverLate } from './redeliver-late.ts'
import { redeliver } from './redeliver.ts'
import { reorder } from './reorder.ts'
import { reset } from './reset.ts'
import { senderGaps } from './sender-gaps.ts'
import { senderPatience } from './sender-patience.ts'
import { serializationFailure } from './serialization-failure.ts'
import { serverError } from './server-error.ts'
import { slowRead } from './slow-read.ts'
import { staleReplica } from './stale-replica.ts'
import { tie } from './tie.ts'
import { timeoutAfter } from './timeout-after.ts'
import { timeoutBefore } from './timeout-before.ts'

/** Every way in which the world may deviate, simplest first: shrinking prefers what stands earlier. */
export const faults: readonly Fault[] = [
  redeliver,
  redeliverLate,
  tie,
  reorder,
  late,
  lost,
  poison,
  deliveryTimeout,
  hold,
  overtakes,
  slowRead,
  timeoutAfter,
  timeoutBefore,
  hang,
  reset,
  rateLimited,
  serverError,
  jobTwice,
  jobLate,
  serializationFailure,
  deadlock,
  commitUnknown,
  staleReplica,
  handEdit,
  crash,
  poisonJob,
  outOfBandChange,
  dashboardRefund,
  dashboardDetach,
  lateSettlementFailure,
  dispute,
  cardUpdate,
  senderPatience,
  senderGaps,
  clockSkew,
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
    case 'commits':
      return capabilities.level === 'native' || capabilities.level === 'L2'
    case 'reconcile':
      return capabilities.reconcile
    case 'subscriptions at the provider':
      return capabilities.authority === 'provider'
    case 'controlled clock':
      return capabilities.clock === 'controlled'
    // Only who asks for them by name gets any: who never heard of disputes could not be blamed for what they do.
    case 'webhooks of disputes':
      return capabilities.listens?.some((type) => type.startsWith('charge.dispute.')) ?? false
    case 'stored copies':
      return capabilities.copies !== undefined
    case 'webhooks of card updates':
      return capabilities.listens?.includes('payment_method.automatically_updated') ?? false
    // A system that never heard of them cannot be blamed for books that lack them.
    case 'webhooks of refunds':
      return capabilities.authority === 'ours' && (capabilities.listens?.includes('refund.created') ?? false)
    // What cannot be charged is refused: whoever never heard of it would take that for an error of theirs.
    case 'webhooks of detached methods':
      return capabilities.authority === 'ours' && (capabilities.listens?.includes('payment_method.detached') ?? false)
    case 'dead letters':
      return capabilities.sights.includes('dead letters') && capabilities.commands.includes('replay')
    case 'replica reads':
      return capabilities.replica === true
    // What is taken back is told as a dispute: whoever asks for debits hears of both, or could not be blamed.
    case 'bank debits':
      return takesDebits(capabilities) && has('webhooks of disputes', capabilities)
    // The native store locks no rows.
    case 'row locks':
      return capabilities.level === 'L2'
    default:
      throw new RangeError(`no such need: ${JSON.stringify(need satisfies never)}`)
  }
}

/** The faults a system can be struck by, sorted by what they strike. */
export interface Struck extends Strikes {
  readonly deliveries: readonly DeliveryFault[]
  readonly jobs: readonly JobFault[]
  readonly dashboard: readonly DashboardFault[]
  readonly outbox: OutboxFault | undefined
  /** Inputs of the world; undefined: as usual. */
  readonly patience: WorldFault<Duration> | undefined
  readonly gaps: WorldFault<readonly Duration[]> | undefined
}

export function faultsFor(capabilities: Capabilities): Struck {
  const possible = faults.filter((fault) => lacks(fault, capabilities).length === 0)
  const isOn = (fault: Fault): boolean => possible.includes(fault)
  return {
    deliveries: possible.filter((fault) => fault.strikes === 'delivery'),
    calls: possible.filter((fault) => fault.strikes === 'call'),
    landmarks: possible.filter((fault) => fault.strikes === 'landmark'),
    stores: possible.filter((fault) => fault.strikes === 'store'),
    jobs: possible.filter((fault) => fault.strikes === 'job'),
    dashboard: possible.filter((fault) => fault.strikes === 'dashboard'),
    outbox: isOn(poisonJob) ? poisonJob : undefined,
    overtaking: isOn(overtakes),
    patience: isOn(senderPatience) ? senderPatience : undefined,
    gaps: isOn(senderGaps) ? senderGaps : undefined,
    skew: isOn(clockSkew) ? clockSkew : undefined,
  }
}
