import { charts, compile, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

interface Config {
  readonly states: Readonly<Record<string, { readonly on: Readonly<Record<string, unknown>> }>>
}
const { states, ...config } = charts.dunning.machine.config as unknown as Config
const { stopped: _, ...on } = states['waiting']!.on
const goesOn = { config: { ...config, states: { ...states, waiting: { ...states['waiting'], on } } } }

/** Plans the next try when a card is declined, and asks nobody before it whether the invoice is still to be paid. */
export const retriesWhatIsVoid = wrongReference(
  { name: 'retries-what-is-void', declares: 'BS028', source: 'canonical/ubuntu.com#9363' },
  { machines: { ...standardParts, tables: { ...standardParts.tables, dunning: compile({ ...charts.dunning, machine: goesOn }) } } },
)
