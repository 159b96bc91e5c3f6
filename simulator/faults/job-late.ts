import { choiceKind } from '../kernel/choices.ts'
import { spans, type JobFault, type Span } from './fault.ts'

const kind = choiceKind('job late')
const delays = ['2 min', '20 min', '2 h', '1 day'] as const satisfies readonly Span[]

/** A job starts late: the queue is long, or the scheduler slept. */
export const jobLate: JobFault = {
  name: 'job late',
  kind,
  strikes: 'job',
  class: 'timing',
  needs: ['jobs'],
  starts: (run, choices) => {
    const span = choices.among(run, kind, delays)
    return span === undefined ? undefined : { does: 'late', by: spans[span] }
  },
}
