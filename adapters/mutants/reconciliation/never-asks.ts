import { charts, compile, never, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** What became of a payment without an answer the webhook will tell: nobody ever asks. */
export const neverAsks = wrongReference(
  { name: 'never-asks', declares: 'BS056', source: 'antiwork/flexile#1615' },
  {
    machines: {
      ...standardParts,
      tables: {
        ...standardParts.tables,
        attempt: compile({ ...charts.attempt, deadlines: { ...charts.attempt.deadlines, 'look up due': () => never } }),
      },
    },
  },
)
