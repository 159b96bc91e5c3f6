import type { Operation } from '../domain/operation.ts'
import { cancels } from './cancels.ts'
import { changes } from './changes.ts'
import { coupons } from './coupons.ts'
import { credits } from './credits.ts'
import { debts } from './debts.ts'
import { disputes } from './disputes.ts'
import { dunnings } from './dunnings.ts'
import type { Family, Row } from './family.ts'
import { methodChanges } from './methods.ts'
import { pauses } from './pauses.ts'
import { periods } from './periods.ts'
import { refunds } from './refunds.ts'
import { places } from './places.ts'
import { seats } from './seats.ts'
import { signups } from './signups.ts'
import { trials } from './trials.ts'

/** Every operation's row. */
const rows: Family<Operation> = {
  ...signups,
  ...trials,
  ...periods,
  ...changes,
  ...cancels,
  ...pauses,
  ...seats,
  ...methodChanges,
  ...dunnings,
  ...credits,
  ...coupons,
  ...places,
  ...debts,
  ...refunds,
  ...disputes,
}

/** One part of every row, by operation. */
export const byOperation = <Part>(part: (row: Row) => Part): Readonly<Record<Operation, Part>> => {
  const found = Object.entries(rows).map(([operation, row]) => [operation, part(row)] as const)
  return Object.fromEntries(found) as Record<Operation, Part>
}
