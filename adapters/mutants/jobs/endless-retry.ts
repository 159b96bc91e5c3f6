import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

/** Puts a job back without its number of tries: it never runs out of them, and nobody is told. */
export const endlessRetry = wrongReference(
  { name: 'endless-retry', declares: 'BS042', source: 'own-pay/OwnPay#172' },
  {
    move(job, event, policy, now) {
      const last = policy.jobs.gaps[job.type].length - 1
      return referenceParts.move({ ...job, failed: Math.min(job.failed, last) }, event, policy, now)
    },
  },
)
