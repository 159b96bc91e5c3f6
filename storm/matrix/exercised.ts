import type { Operation } from '#machines'
import { isoInstant, standardLegality, standardMatrix } from '#machines'
import type { ProviderBooks } from '#simulator'
import { moneyDiffers } from './charged.ts'
import { codesOf, differences } from './compare.ts'
import { cellName, pairName } from './coverage.ts'
import { entitledBy } from './entitled.ts'
import type { Seen } from './looked-at.ts'
import { type Codes, type Step, withInner } from './step.ts'
import type { Watched } from './watch.ts'

/** An effect that is not what the matrix says. */
export interface Deviation {
  readonly cell: string
  readonly aspect: string
  readonly who: string
  readonly at: string
  readonly expected: string
  readonly found: string
}

/** What one run exercised, by name, and what was not as the matrix says. */
export interface Exercised {
  readonly cells: ReadonlySet<string>
  readonly passages: ReadonlySet<string>
  readonly legal: ReadonlySet<string>
  readonly refused: ReadonlySet<string>
  /** The longest that somebody stood where time may not begin an operation, by pair. */
  readonly waited: ReadonlyMap<string, number>
  readonly moves: ReadonlySet<string>
  readonly walks: Watched['walks']
  readonly deviations: readonly Deviation[]
}

/**
 * Judges what a run showed. A cell is exercised when the run took it, its six effects are what the matrix says by the rows
 * before and after, and its column is what the provider's books say of the money.
 * @param isByTime operations that nobody can ask for
 */
export function exercisedBy(
  { steps, moves, rulings, stays, repeated, walks }: Watched,
  seen: readonly Seen[],
  books: Pick<ProviderBooks, 'charges' | 'refunds' | 'disputes' | 'detachments'>,
  isByTime: (operation: Operation) => boolean,
  codes: Codes = codesOf(),
): Exercised {
  const cells = new Set<string>()
  const passages = new Set<string>()
  const legal = new Set<string>()
  const refused = new Set<string>()
  const waited = new Map<string, number>()
  const deviations: Deviation[] = []
  const all = steps.flatMap((step) => [...withInner(step)])

  for (const step of steps) {
    const found = differences(step, codes)
    for (const { aspect, expected, found: is } of found) deviations.push(deviation(step, aspect, expected, is))
    for (const each of withInner(step)) {
      const money = moneyDiffers(each, books)
      if (money !== undefined) deviations.push(deviation(each, 'money', money.expected, money.found))
      if (found.length > 0 || money !== undefined) continue
      if (each.passage !== undefined) passages.add(each.passage)
      else cells.add(each.name)
    }
    // Money that comes after the customer asked to leave comes too late for the leaving as well.
    if (step.form === 'L' && step.before.waiting[step.subscription]?.isLeaving === true) leavesLate(step, codes, cells, deviations)
  }

  for (const each of seen) {
    if (each.what === 'deviates')
      deviations.push({ cell: each.name, aspect: 'answer', who: each.who, at: each.at, expected: each.expected, found: each.found })
    else if (each.what === 'refused') refused.add(pairName(each.ruled))
    else if (each.what === 'refund unknown') {
      const settled = all.find(({ refund, form }) => refund?.id === each.refund && form === 'S')
      if (settled !== undefined) cells.add(cellName({ operation: settled.operation, form: 'U' }))
    } else {
      const operation = 'operation' in each ? each.operation : all.find(({ attempt }) => attempt?.id === each.attempt)?.operation
      if (operation !== undefined) cells.add(cellName({ operation, form: 'N' }))
    }
  }

  // No outcome leads to what only time ends: that it is looked at again is all that can be told again.
  for (const { name, operation, attempt } of all)
    if (isByTime(operation) && attempt === undefined && repeated.has(name)) cells.add(cellName({ operation, form: 'N' }))
  for (const { operation, start, refused: reason } of rulings)
    if (reason === undefined) enter(operation, start, legal, deviations, 'decide')
  const opened = new Set(all.filter(({ passage }) => passage !== undefined && opens(passage)).map(({ operation }) => operation))
  for (const step of all) {
    const begins = step.passage !== undefined ? opens(step.passage) || step.operation === 'dunning end' : !opened.has(step.operation)
    if (isByTime(step.operation) && begins && step.form !== 'N' && step.form !== 'L' && step.form !== 'X') {
      const name = pairName(step)
      if (standardLegality[step.operation][step.start] === 'legal') legal.add(name)
      else deviations.push(deviation(step, 'start', 'it may not begin there', `it began ${step.start}`))
    }
  }
  for (const { start, from, to } of stays) waited.set(start, Math.max(waited.get(start) ?? 0, to - from))
  const entitled = entitledBy(steps, codes)
  for (const { step, expected, found } of entitled.strays) deviations.push(deviation(step, 'access by its chart', expected, found))
  return {
    cells,
    passages,
    legal,
    refused,
    waited,
    moves: new Set([...moves, ...entitled.moves]),
    walks: new Map([...walks, ...entitled.walks]),
    deviations,
  }
}

const opens = (passage: NonNullable<Step['passage']>): boolean => {
  const { invoice } = standardMatrix.passages[passage]
  return invoice === 'open' || invoice === 'quote'
}

function enter(operation: Operation, start: Step['start'], legal: Set<string>, deviations: Deviation[], who: string): void {
  if (standardLegality[operation][start] === 'legal') legal.add(pairName({ operation, start }))
  else deviations.push({ cell: pairName({ operation, start }), aspect: 'start', who, at: '', expected: 'refused', found: 'accepted' })
}

function leavesLate(step: Step, codes: Codes, cells: Set<string>, deviations: Deviation[]): void {
  const asLeaving: Step = { ...step, operation: 'cancel now', name: 'cancel now L' }
  const found = differences(asLeaving, codes)
  if (found.length === 0) cells.add('cancel now L')
  for (const { aspect, expected, found: is } of found) deviations.push(deviation(asLeaving, aspect, expected, is))
}

/** Named with all that was carried out as a part of it: any of them may be what deviates. */
const deviation = (step: Step, aspect: string, expected: string, found: string): Deviation => ({
  cell: [...withInner(step)].map(({ name }) => name).join(', with '),
  aspect,
  who: step.who,
  at: isoInstant(step.at),
  expected,
  found,
})
