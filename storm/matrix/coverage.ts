import type { Form, Operation, Passage, Start } from '#machines'
import { charts, forms, operations, passages, standardLegality, standardMatrix, standardParts, starts } from '#machines'
import { moveName } from './watch.ts'

/** What there is to be met, as data. */
export interface Ground {
  readonly cells: readonly { readonly operation: Operation; readonly form: Form }[]
  readonly passages: readonly Passage[]
  readonly legal: readonly Pair[]
  readonly refused: readonly (Pair & { readonly reason: string })[]
  readonly moves: readonly Sentence[]
}

export interface Pair {
  readonly operation: Operation
  readonly start: Start
}

/** One sentence of a chart: what an event does in a state. */
export interface Sentence {
  readonly name: string
  readonly chart: string
  readonly from: string
  readonly event: string
  readonly guard: string | undefined
  readonly to: string | undefined
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
    moves: sentences(),
  }
}

interface RawChart {
  readonly machine: { readonly config: { readonly states?: Readonly<Record<string, { readonly on?: Readonly<Record<string, unknown>> }>> } }
}

/** Every sentence of every chart, as it was authored. */
function sentences(): readonly Sentence[] {
  return Object.entries(charts as unknown as Readonly<Record<string, RawChart>>).flatMap(([chart, { machine }]) =>
    Object.entries(machine.config.states ?? {}).flatMap(([from, { on }]) =>
      Object.entries(on ?? {}).flatMap(([event, says]) =>
        (Array.isArray(says) ? says : [says]).map(
          (each: string | { readonly guard?: string; readonly target?: string }, place): Sentence => {
            const { guard, target } =
              typeof each === 'string' ? { guard: undefined, target: each } : { guard: each.guard, target: each.target }
            return { name: moveName(chart, from, event, place), chart, from, event, guard, to: target }
          },
        ),
      ),
    ),
  )
}

/** Which table belongs to which chart. */
export const tables: Readonly<Record<string, object>> = { ...standardParts.tables }
