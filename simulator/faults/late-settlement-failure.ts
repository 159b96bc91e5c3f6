import { choiceKind } from '../kernel/choices.ts'
import type { DrawnElsewhere } from './fault.ts'

/**
 * A bank debit that was confirmed fails days later. Cards settle at once, and cards are all that the twin has: off until a
 * twin of bank debits draws it. @source GCS/17143479940892
 */
export const lateSettlementFailure: DrawnElsewhere = {
  name: 'late settlement failure',
  kind: choiceKind('late settlement failure'),
  strikes: 'payment',
  class: 'outcome',
  needs: ['bank debits'],
}
