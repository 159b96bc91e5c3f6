import { type Matrix, standardMatrix } from '#machines'
import { readAccess } from './read-access.ts'
import { readCollecting } from './read-collecting.ts'
import { readInvoices } from './read-invoices.ts'
import { readLedger } from './read-ledger.ts'
import { readNotices } from './read-notices.ts'
import { readSubscription } from './read-subscription.ts'
import { type Aspect, type Codes, type Difference, aspects, type Step } from './step.ts'

const readers: Readonly<Record<Aspect, (step: Step, codes: Codes) => Difference | undefined>> = {
  subscription: readSubscription,
  invoice: readInvoices,
  entitlement: readAccess,
  ledger: readLedger,
  retry: readCollecting,
  notice: readNotices,
}

/** What a matrix says of each step. @throws Error when a run took what the matrix calls impossible or refuses: our own bug */
export const codesOf =
  (matrix: Matrix = standardMatrix): Codes =>
  ({ operation, form, passage, name }) => {
    const cell = passage === undefined ? matrix.cells[operation][form!] : matrix.passages[passage]
    if ('impossible' in cell || 'refused' in cell) throw new Error(`a run took ${name}, which has no effect`)
    return cell
  }

/** The effects of a step that are not what the matrix says, read from rows before and after and from nothing that carries cells out. */
export function differences(step: Step, codes: Codes): readonly (Difference & { readonly aspect: Aspect })[] {
  return aspects.flatMap((aspect) => {
    const difference = readers[aspect](step, codes)
    return difference === undefined ? [] : [{ aspect, ...difference }]
  })
}
