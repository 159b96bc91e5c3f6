import { cellName, pairName } from './coverage.ts'
import type { Survey } from './survey.ts'

/** What there is to be met and no run met, by name; what nobody could ask for stands apart, with its reason. */
export interface Lacking {
  readonly cells: readonly string[]
  readonly passages: readonly string[]
  readonly legal: readonly string[]
  readonly refused: readonly string[]
  readonly moves: readonly string[]
  readonly neverAsked: readonly { readonly name: string; readonly because: string }[]
  /** Sentences that nothing brings about. */
  readonly closed: readonly { readonly name: string; readonly because: string }[]
}

export function lackingIn({ ground, cells, passages, legal, refused, moves, undriven, closed }: Survey): Lacking {
  const neverAsked = undriven.flatMap(({ aim, kind, because }) =>
    kind === 'nobody asks' && aim.start !== undefined && !legal.has(pairName(aim)) && !refused.has(pairName(aim))
      ? [{ name: pairName(aim), because }]
      : [],
  )
  const isAsked = (name: string): boolean => !neverAsked.some((each) => each.name === name)
  return {
    cells: ground.cells.map(cellName).filter((name) => !cells.has(name)),
    passages: ground.passages.filter((name) => !passages.has(name)),
    legal: ground.legal.map(pairName).filter((name) => !legal.has(name) && isAsked(name)),
    refused: ground.refused.map(pairName).filter((name) => !refused.has(name) && isAsked(name)),
    moves: ground.moves.map(({ name }) => name).filter((name) => !moves.has(name) && !closed.has(name)),
    neverAsked,
    closed: [...closed].flatMap(([name, because]) => (moves.has(name) ? [] : [{ name, because }])),
  }
}

/** Is anything lacking that a run could have met? */
export const isWhole = ({ cells, passages, legal, refused, moves }: Lacking): boolean =>
  [cells, passages, legal, refused, moves].every((names) => names.length === 0)
