import { choiceKind } from '../kernel/choices.ts'
import type { DrawnElsewhere } from './fault.ts'

/** Drawn by the scheduler for an ordered pair: the second, ready at the same instant, goes before the first goes on. */
export const overtakes: DrawnElsewhere = {
  name: 'overtakes',
  kind: choiceKind('overtakes', [0, 0, 50, 200, 500]),
  strikes: 'order',
  class: 'timing',
  needs: ['interleaving'],
}
