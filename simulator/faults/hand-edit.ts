import { choiceKind } from '../kernel/choices.ts'
import type { StoreFault } from './fault.ts'

const kind = choiceKind('hand edit', [0, 0, 5, 20, 60])

/**
 * Somebody who means well sets a field of a stored copy by hand, as repairs in the database's own language go: nobody else
 * hears of it. Only what is copied from elsewhere and can be made again is struck.
 */
export const handEdit: StoreFault = {
  name: 'hand edit',
  kind,
  strikes: 'store',
  class: 'transparent',
  needs: ['native store', 'stored copies', 'reconcile'],
  edits: (scope, choices, fields) => choices.among(scope, kind, fields),
}
