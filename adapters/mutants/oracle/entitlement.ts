import { type MatrixCell, standardParts } from '#machines'
import { wrongOracle } from '../mutant.ts'

const { cells } = standardParts.matrix
const end = cells['dunning end']
const granting = (cell: MatrixCell): MatrixCell => ('entitlement' in cell ? { ...cell, entitlement: 'grant' } : cell)

/** Who never answered their bank and is given up may use the period that nobody paid: the matrix says so, to the system and to every recompute. */
export const oracleEntitlement = wrongOracle(
  { name: 'entitlement', declares: 'BS026', source: 'cboard-org/cboard-api#485' },
  {
    ...standardParts,
    matrix: {
      ...standardParts.matrix,
      cells: { ...cells, 'dunning end': { ...end, A: granting(end.A) } },
    },
  },
)
