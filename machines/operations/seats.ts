import { does, withoutPayment } from './cell.ts'
import type { Family } from './family.ts'
import { no, whileItRuns } from './start.ts'

// No money moves: what is assigned was paid for by the quantity.
const seated = { S: does('seat', 'none', 'keep', 'none', 'none', 'none'), ...withoutPayment } as const
const legality = whileItRuns('legal', { unpaid: no('nothing may be used while it is unpaid') })

/** Who uses what a quantity pays for, by name. */
export const seats: Family<'seat assign' | 'seat unassign'> = {
  'seat assign': { cells: seated, legality },
  'seat unassign': { cells: seated, legality },
}
