import { charts, compile, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

interface Config {
  readonly states: Readonly<Record<string, object>>
}
const { states, ...config } = charts.subscription.machine.config as Config
const revived = { config: { ...config, states: { ...states, canceled: { on: { 'payment given back': 'active' } } } } }

/** A bank that gives the money back after all brings the subscription back that had ended over it. */
export const wonDisputeRevives = wrongReference(
  { name: 'won-dispute-revives', declares: 'BS004', source: 'Automattic/woocommerce-payments#4931' },
  {
    machines: {
      ...standardParts,
      tables: { ...standardParts.tables, subscription: compile({ ...charts.subscription, machine: revived }) },
    },
  },
)
