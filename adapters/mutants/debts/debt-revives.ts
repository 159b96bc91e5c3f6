import { charts, compile, standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells['bad-debt payment']
const paid = { ...row.S, subscription: 'renew' } as typeof row.S

interface Config {
  readonly states: Readonly<Record<string, object>>
}
const { states, ...config } = charts.subscription.machine.config as Config
const revived = { config: { ...config, states: { ...states, canceled: { on: { renewed: 'active' } } } } }

/** Takes every paid invoice for a renewal: the subscription that ended over it begins again. */
export const debtRevives = wrongReference(
  { name: 'debt-revives', declares: 'BS061', source: 'frappe/erpnext#57761' },
  {
    machines: {
      ...standardParts,
      matrix: { ...standardMatrix, cells: { ...cells, 'bad-debt payment': { ...row, S: paid } } },
      tables: { ...standardParts.tables, subscription: compile({ ...charts.subscription, machine: revived }) },
    },
  },
)
