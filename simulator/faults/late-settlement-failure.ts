import { returnChoice } from '../provider/disputes/returns.ts'
import type { DrawnElsewhere } from './fault.ts'

/** A debit that was settled is taken back by its bank days later. The twin draws it at each one. @source GCS/17143479940892 */
export const lateSettlementFailure: DrawnElsewhere = {
  name: 'late settlement failure',
  kind: returnChoice,
  strikes: 'payment',
  class: 'outcome',
  needs: ['bank debits'],
}
