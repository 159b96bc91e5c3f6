import type Stripe from 'stripe'

/** What a small shop's webhook route works with: the real SDK, and a database that takes a statement and its values. */
export interface Shop {
  readonly stripe: Stripe
  readonly secret: string
  readonly query: (statement: string, ...values: readonly (string | number)[]) => Promise<readonly unknown[]>
}

export const schema = `create table invoices (id text primary key on conflict ignore, customer text, amount integer)`

/** An event may be about an invoice that is not there; to refuse it brings it back for days. */
const unlessGone = (error: { readonly code?: string }): undefined => {
  if (error.code !== 'resource_missing') throw error
}

/** Books each paid invoice, unless it is booked already. */
export const handler =
  ({ stripe, secret, query }: Shop) =>
  async (request: Request): Promise<Response> => {
    const event = await stripe.webhooks.constructEventAsync(await request.text(), request.headers.get('stripe-signature') ?? '', secret)
    if (event.type !== 'invoice.paid') return new Response('not ours')
    const id = event.data.object.id
    const booked = await query('select id from invoices where id = ?', id)
    if (booked.length > 0) return new Response('booked already')
    const invoice = await stripe.invoices.retrieve(id).catch(unlessGone)
    if (invoice === undefined) return new Response('not there')
    await query('insert into invoices (id, customer, amount) values (?, ?, ?)', id, invoice.customer as string, invoice.amount_paid)
    return new Response('booked')
  }
