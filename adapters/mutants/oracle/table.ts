import { charts, compile, standardParts } from '#machines'
import { wrongOracle } from '../mutant.ts'

/** The table of dunning is compiled with a guard that is one off: a renewal is tried once more than policy allows. */
export const oracleTable = wrongOracle(
  { name: 'table', declares: 'BS029' },
  {
    ...standardParts,
    tables: {
      ...standardParts.tables,
      dunning: compile({
        ...charts.dunning,
        guards: { ...charts.dunning.guards, 'attempts left': (invoice, policy) => invoice.retriesUsed <= policy.retries.length },
      }),
    },
  },
)
