import { seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import { spans, type JobFault, type Span } from './fault.ts'

const kind = choiceKind('job twice')
const offsets = ['at once', '1 s', '12 s'] as const satisfies readonly (Span | 'at once')[]

/** A job is enqueued twice, so that two workers run it beside each other. */
export const jobTwice: JobFault = {
  name: 'job twice',
  kind,
  strikes: 'job',
  class: 'transparent',
  needs: ['jobs'],
  starts: (run, choices) => {
    const offset = choices.among(run, kind, offsets)
    return offset === undefined ? undefined : { does: 'twice', by: offset === 'at once' ? seconds(0) : spans[offset] }
  },
}
