import type { Form, Operation, Passage, Sentence, Start } from '#machines'
import { forms, operations, passages, sentences, standardLegality, standardMatrix, standardParts, starts } from '#machines'
import { moveName } from './watch.ts'

/** What there is to be met, as data. */
export interface Ground {
  readonly cells: readonly { readonly operation: Operation; readonly form: Form }[]
  readonly passages: readonly Passage[]
  readonly legal: readonly Pair[]
  readonly refused: readonly (Pair & { readonly reason: string })[]
  readonly moves: readonly (Sentence & { readonly name: string })[]
}

export interface Pair {
  readonly operation: Operation
  readonly start: Start
}

export const cellName = ({ operation, form }: { readonly operation: Operation; readonly form: Form }): string => `${operation} ${form}`
export const pairName = ({ operation, start }: Pair): string => `${operation} from ${start}`

/** All cells with an effect, all pairs, all sentences of the charts. */
export function ground(): Ground {
  const cells = operations.flatMap((operation) => forms.map((form) => ({ operation, form })))
  const pairs = operations.flatMap((operation) => starts.map((start) => ({ operation, start })))
  return {
    cells: cells.filter(({ operation, form }) => 'subscription' in standardMatrix.cells[operation][form]),
    passages,
    legal: pairs.filter(({ operation, start }) => standardLegality[operation][start] === 'legal'),
    refused: pairs.flatMap((pair) => {
      const ruling = standardLegality[pair.operation][pair.start]
      return ruling === 'legal' ? [] : [{ ...pair, reason: ruling.refused }]
    }),
    moves: sentences().map((each) => ({ ...each, name: moveName(each.chart, each.from, each.event, each.place) })),
  }
}

/** Which table belongs to which chart. */
export const tables: Readonly<Record<string, object>> = { ...standardParts.tables }
