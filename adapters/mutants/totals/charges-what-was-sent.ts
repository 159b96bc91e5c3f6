import { charts, compile, standardMatrix, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

interface Config {
  readonly states: Readonly<Record<string, object>>
}
const { states, ...config } = charts.dunning.machine.config as Config
const charged = { config: { ...config, states: { ...states, sent: { ...states['sent'], on: { 'terms over': 'charging' } } } } }

const { cells } = standardMatrix
const retried = { ...standardMatrix, cells: { ...cells, 'signup on terms': { ...cells['dunning retry'], S: cells['signup on terms'].S } } }

/** Takes every invoice that is past its day for one of its own to collect: the card on file is charged for what was sent. */
export const chargesWhatWasSent = wrongReference(
  { name: 'charges-what-was-sent', declares: 'BS062' },
  {
    machines: {
      ...standardParts,
      matrix: retried,
      tables: { ...standardParts.tables, dunning: compile({ ...charts.dunning, machine: charged }) },
    },
  },
)
