import { operationNotModelled, unfit } from '../errors.ts'
import type { Params } from '../read.ts'
import type { Subscription } from '../subscription-objects.ts'

/**
 * While a schedule has a subscription in hand, only the schedule says when it ends; what a pause of its collection or at the
 * end of its trial would mean for the phases to come, nobody says.
 * @source ○ for the end
 */
export function refuseWhileScheduled({ id, schedule }: Subscription, params: Params): void {
  if (schedule === null) return
  for (const name of ['cancel_at', 'cancel_at_period_end'])
    if (params[name] !== undefined)
      throw unfit(undefined, name, `${id} is managed by the schedule ${schedule}, which alone says when it ends`)
  for (const name of ['pause_collection', 'trial_settings'])
    if (params[name] !== undefined) throw operationNotModelled(`subscriptions.update of ${name} under a schedule`)
}
