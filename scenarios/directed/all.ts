import type { Form, Legality, Matrix, Operation, Start } from '#machines'
import { days, forms, operations, starts } from '#machines'
import type { ChoiceRecord, Workload } from '#simulator'
import { arrivals } from './arrivals.ts'
import { cardUpdates } from './card-updates.ts'
import { cancels } from './cancels.ts'
import { changes } from './changes.ts'
import { coupons } from './coupons.ts'
import { credits } from './credits.ts'
import { debts } from './debts.ts'
import { disputes } from './disputes.ts'
import type { Drivers, Way } from './family.ts'
import { methodChanges } from './methods.ts'
import { pauses } from './pauses.ts'
import { periods } from './periods.ts'
import { places } from './places.ts'
import { refunds } from './refunds.ts'
import { seats } from './seats.ts'
import { signups } from './signups.ts'
import { Tale } from './tale.ts'
import { trials } from './trials.ts'

/** What a directed story is to reach: a cell of the matrix, or an operation from a start. */
export type Aim =
  | { readonly operation: Operation; readonly form: Form; readonly start?: undefined }
  | { readonly operation: Operation; readonly start: Start; readonly form?: undefined }

/** A small story that leads to one cell or one pair, with the choices of the world that lead there. */
export interface Directed {
  readonly name: string
  readonly aim: Aim
  readonly workload: Workload
  readonly record: ChoiceRecord
}

/** What no story leads to, and why. */
export interface Undriven {
  readonly aim: Aim
  /** `nobody asks`: no command could mean it, or nobody ever stands there. `no driver`: a story is missing. */
  readonly kind: 'nobody asks' | 'no driver'
  readonly because: string
}

const drivers: Drivers = {
  ...signups,
  ...trials,
  ...periods,
  ...changes,
  ...cancels,
  ...pauses,
  ...seats,
  ...methodChanges,
  ...credits,
  ...coupons,
  ...places,
  ...debts,
  ...refunds,
  ...disputes,
  ...cardUpdates,
}

/** Stories to every cell with an effect and to every pair of the legality table, and what has none. */
export function directed(
  matrix: Matrix,
  legality: Legality,
): { readonly stories: readonly Directed[]; readonly undriven: readonly Undriven[] } {
  const stories: Directed[] = []
  const undriven: Undriven[] = []
  const lack = (aim: Aim): void => {
    undriven.push({
      aim,
      kind: 'no driver',
      because: `no story drives ${aim.operation} ${aim.form === undefined ? `from ${aim.start}` : `to ${aim.form}`}`,
    })
  }
  const tell = (aim: Aim, ...ways: readonly (Way | undefined)[]): void => {
    const tale = new Tale()
    for (const way of ways) {
      if (typeof way === 'string') {
        undriven.push({ aim, kind: 'nobody asks', because: way })
        return
      }
      way?.(tale)
    }
    const name = `directed/${aim.operation}/${aim.form ?? `from ${aim.start}`}`
    stories.push({ name, aim, workload: tale.workload(name), record: tale.record })
  }
  for (const operation of operations) {
    const driver = drivers[operation]
    for (const form of forms) {
      const cell = matrix.cells[operation][form]
      if ('impossible' in cell || 'refused' in cell) continue
      const way = driver?.cells[form]
      if (way === undefined) lack({ operation, form })
      else tell({ operation, form }, way)
    }
    for (const start of starts) {
      const isLegal = legality[operation][start] === 'legal'
      if (driver === undefined) {
        lack({ operation, start })
        continue
      }
      // What time begins is begun on the way to its cells.
      if (isLegal && isByTime(operation) && driver.instead?.[start] === undefined) continue
      // Nobody can ask for what time brings about: from where it may not begin, a month goes by.
      const asks = driver.asks ?? waits
      tell({ operation, start }, driver.before?.[start], driver.instead?.[start] ?? arrivals[start], driver.first?.[start], asks)
    }
  }
  return { stories, undriven }
}

const waits = (tale: Tale): void => tale.wait(days(33))

/** Can nobody ask for it? */
export const isByTime = (operation: Operation): boolean => drivers[operation] !== undefined && drivers[operation].asks === undefined
