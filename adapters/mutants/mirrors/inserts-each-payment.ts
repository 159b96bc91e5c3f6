import type { StoredRow, StoreRequest } from '#simulator'
import type { Copy } from '../../mirror/project.ts'
import { ask, refresh } from '../../mirror/refresh.ts'
import { wrongMirror } from '../mutant.ts'

/** Keeps invoices once they are paid, and inserts one whenever it is told of a payment: nothing says that there is one row for each. */
export const insertsEachPayment = wrongMirror(
  { name: 'inserts-each-payment', declares: 'BS002', source: 'Couchers-org/couchers#1664' },
  {
    *refresh(shop, subject, delivery) {
      const { table, id } = subject
      if (table !== 'invoices') return yield* refresh(shop, subject, delivery)
      if (delivery !== undefined && delivery.event.type !== 'invoice.paid') return true
      const read = yield* ask('read provider invoices', 'invoices.retrieve', id, {})
      if (read === undefined) return false
      const row = shop.parts.project(table, read.body)
      if (row.is !== 'invoice' || row.status !== 'paid') return true
      const list: StoreRequest = { op: 'list', table, owner: 'mirror' }
      const rows = (yield { kind: 'call', to: 'store', label: 'read invoices', request: list }) as readonly StoredRow<Copy>[]
      // The listing imports what is missing.
      if (delivery === undefined && rows.some((stored) => stored.row.id === id)) return true
      const request: StoreRequest = { op: 'commit', writes: [{ table, owner: 'mirror', key: `row ${rows.length + 1}`, row }] }
      yield { kind: 'call', to: 'store', label: 'write invoices', request }
      return true
    },
  },
)
