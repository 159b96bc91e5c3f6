import { seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { CallFault } from './fault.ts'

const kind = choiceKind('slow read')
const delays = { '1 s': seconds(1), '12 s': seconds(12), '1 min': seconds(60) } as const
const slowReads = Object.keys(delays) as readonly (keyof typeof delays)[]

/** The provider reads an object at once and the answer takes its time: what arrives is an older state than there is by then. */
export const slowRead: CallFault = {
  name: 'slow read',
  kind,
  strikes: 'call',
  class: 'transparent',
  needs: ['provider calls'],
  call: (scope, choices, { operation }) => {
    if (!isRead(operation)) return undefined
    const delay = choices.among(scope, kind, slowReads)
    return delay === undefined ? undefined : { executes: true, takes: delays[delay], answer: undefined }
  },
}

const isRead = (operation: string): boolean =>
  operation.endsWith('.retrieve') || operation.endsWith('.list') || operation.endsWith('.search')
