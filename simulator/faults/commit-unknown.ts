import { choiceKind } from '../kernel/choices.ts'
import type { StoreFault } from './fault.ts'

const kind = choiceKind('commit unknown', [0, 0, 5, 20, 80])
const ends = ['unknown, not done', 'unknown, done'] as const

/** The connection breaks during a commit: whether it happened the caller cannot know. */
export const commitUnknown: StoreFault = {
  name: 'commit unknown',
  kind,
  strikes: 'store',
  class: 'transparent',
  needs: ['commits'],
  risk: 'commit',
  commits: (scope, choices) => choices.among(scope, kind, ends),
}
