import { accountBehind } from '../accounts.ts'
import { invoiceRow } from '../copies.ts'
import { pool } from '../db.ts'
import type { Parts } from '../parts.ts'
import { idOf } from '../stripe.ts'
import { takeEvent } from '../webhook.ts'

/** An invoice becomes a row when it is finalized, and nothing keeps event or invoice from being there twice. */
export const noUniqueIndex: Partial<Parts> = {
  schema: 'alter table inbox drop constraint inbox_pkey; alter table invoices drop constraint invoices_pkey',
  async record({ id, type, data }) {
    const object = data.object as { readonly id: string }
    await pool.query('insert into inbox (event_id, type, object_id, received_at) values ($1, $2, $3, $4)', [id, type, object.id, new Date()])
    return false
  },
  async takeEvent(event) {
    if (event.type === 'invoice.finalized') {
      const invoice = event.data.object
      const account = await accountBehind(idOf(invoice.customer)!)
      if (account !== undefined)
        await pool.query('insert into invoices values ($1, $2, $3, $4, $5, $6, $7, $8)', [...invoiceRow(account, invoice)])
    }
    await takeEvent(event)
  },
  async saveInvoice(sql, account, invoice) {
    const [id, , , , status, total, paid] = invoiceRow(account, invoice)
    await sql.query('update invoices set status = $2, total = $3, paid = $4 where id = $1', [id, status, total, paid])
  },
}
