import { expect } from 'vitest'
import { hours, minor } from '#machines'
import { proven, running, type Behaviour, type Bench } from '../card-twin.fixture.ts'

const include = { pending_invoice_items_behavior: 'include' } as const

/** A one-off invoice, finalized. */
async function bill({ stripe }: Bench, customer: string, amount: number, currency = 'usd') {
  await stripe.invoiceItems.create({ customer, amount, currency })
  const draft = await stripe.invoices.create({ customer, currency, ...include })
  return await stripe.invoices.finalizeInvoice(draft.id)
}

const behaviours: readonly Behaviour[] = [
  {
    does: 'gives and takes credit by hand, and keeps a ledger of it',
    source: '● SN customers.createBalanceTransaction',
    async proves({ stripe, customer, heard }) {
      const { customer: id } = customer()
      heard()
      const credit = await stripe.customers.createBalanceTransaction(id, {
        amount: -500,
        currency: 'usd',
        description: 'sorry',
        metadata: { by: 'eve' },
      })
      expect(credit).toMatchObject({
        id: 'cbtxn_ada_1',
        amount: -500,
        ending_balance: -500,
        type: 'adjustment',
        customer: id,
        invoice: null,
        description: 'sorry',
      })
      expect(heard()).toEqual(['customer.updated'])
      await stripe.customers.createBalanceTransaction(id, { amount: 200, currency: 'usd' })
      expect(await stripe.customers.retrieve(id)).toMatchObject({ balance: -300, currency: 'usd' })
      expect((await stripe.customers.listBalanceTransactions(id)).data.map((each) => each.ending_balance)).toEqual([-300, -500])
      expect(await stripe.customers.retrieveBalanceTransaction(id, credit.id)).toMatchObject({ amount: -500 })
      expect(await stripe.customers.updateBalanceTransaction(id, credit.id, { description: 'very sorry' })).toMatchObject({
        description: 'very sorry',
        amount: -500,
      })
    },
  },
  {
    does: 'refuses a move of nothing, without a currency, and of somebody else’s ledger',
    source: '○ SN customers.createBalanceTransaction',
    async proves({ stripe, customer, ask }) {
      const { customer: ada } = customer('ada')
      const { customer: bob } = customer('bob')
      await expect(stripe.customers.createBalanceTransaction(ada, { amount: 0, currency: 'usd' })).rejects.toMatchObject({
        param: 'amount',
      })
      expect(ask('customers.create_balance_transaction', { amount: -5 }, { id: ada }).body).toMatchObject({
        error: { code: 'parameter_missing', param: 'currency' },
      })
      const { id } = await stripe.customers.createBalanceTransaction(ada, { amount: -5, currency: 'usd' })
      await expect(stripe.customers.retrieveBalanceTransaction(bob, id)).rejects.toMatchObject({ statusCode: 404 })
      await expect(stripe.customers.listBalanceTransactions('cus_eve_1')).rejects.toMatchObject({ statusCode: 404 })
    },
  },
  {
    does: 'writes down what a customer was made with and is set to',
    source: '● SN CustomerBalanceTransaction.type',
    async proves({ stripe }) {
      const { id } = await stripe.customers.create({ name: 'ada', balance: -1_000 })
      await stripe.customers.update(id, { balance: -400 })
      await stripe.customers.update(id, { balance: -400 })
      const { data } = await stripe.customers.listBalanceTransactions(id)
      expect(data.map((each) => [each.type, each.amount, each.ending_balance])).toEqual([
        ['adjustment', 600, -400],
        ['initial', -1_000, -1_000],
      ])
    },
  },
  {
    does: 'is applied to the next invoice when that is finalized, never to more than it asks for',
    source: '● SD/billing/customer/balance; SN Invoice.starting_balance',
    async proves(b) {
      const { customer: id } = b.customer()
      await b.stripe.customers.createBalanceTransaction(id, { amount: -1_000, currency: 'usd' })
      await b.stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await b.stripe.invoices.create({ customer: id, ...include })
      expect(draft).toMatchObject({ amount_due: 700, starting_balance: -1_000, ending_balance: null })
      b.heard()
      const first = await b.stripe.invoices.finalizeInvoice(draft.id)
      expect(first).toMatchObject({
        status: 'paid',
        total: 700,
        amount_due: 0,
        amount_paid: 0,
        starting_balance: -1_000,
        ending_balance: -300,
      })
      expect(b.heard()).toEqual(['customer.updated', 'invoice.finalized', 'invoice.paid', 'invoice.payment_succeeded'])
      const second = await bill(b, id, 700)
      expect(second).toMatchObject({ status: 'open', amount_due: 400, starting_balance: -300, ending_balance: 0 })
      expect(await b.stripe.invoices.pay(second.id)).toMatchObject({ amount_paid: 400 })
      expect(b.twin.books().charges.map((charge) => charge.amount)).toEqual([400])
      const { data } = await b.stripe.customers.listBalanceTransactions(id)
      expect(data.map((each) => [each.type, each.amount, each.invoice])).toEqual([
        ['applied_to_invoice', 300, second.id],
        ['applied_to_invoice', 700, first.id],
        ['adjustment', -1_000, null],
      ])
      expect((await b.stripe.customers.listBalanceTransactions(id, { invoice: first.id })).data).toHaveLength(1)
    },
  },
  {
    does: 'adds to the next invoice what the customer owes',
    source: '● SN Customer.balance',
    async proves(b) {
      const { customer: id } = b.customer()
      await b.stripe.customers.createBalanceTransaction(id, { amount: 300, currency: 'usd' })
      expect(await bill(b, id, 700)).toMatchObject({ total: 700, amount_due: 1_000, starting_balance: 300, ending_balance: 0 })
    },
  },
  {
    does: 'takes up an invoice that is credit, which is paid at once and charges nobody',
    source: '○ SN CustomerBalanceTransaction.type: of what type is not confirmed',
    async proves(b) {
      const { customer: id } = b.customer()
      expect(await bill(b, id, -450)).toMatchObject({
        status: 'paid',
        total: -450,
        amount_due: 0,
        amount_remaining: 0,
        ending_balance: -450,
      })
      expect(await b.stripe.customers.retrieve(id)).toMatchObject({ balance: -450 })
      expect(b.twin.books()).toMatchObject({ charges: [], refunds: [], balance: [] })
    },
  },
  {
    does: 'carries over what is too small to be charged, until there is enough',
    source: '◐ stripe-java docs of Invoice; ● SN invoice_too_small',
    async proves(b) {
      const { customer: id } = b.customer()
      expect(await bill(b, id, 30)).toMatchObject({ status: 'paid', amount_due: 0, amount_paid: 0, ending_balance: 30 })
      expect(await bill(b, id, 25)).toMatchObject({ status: 'open', total: 25, amount_due: 55, starting_balance: 30 })
      const { data } = await b.stripe.customers.listBalanceTransactions(id)
      expect(data.map((each) => [each.type, each.amount])).toEqual([
        ['applied_to_invoice', -30],
        ['invoice_too_small', 30],
      ])
    },
  },
  {
    does: 'applies credit first, and carries over what then is too small',
    source: '◐ stripe-java docs of Invoice',
    async proves(b) {
      const { customer: id } = b.customer()
      await b.stripe.customers.createBalanceTransaction(id, { amount: -970, currency: 'usd' })
      expect(await bill(b, id, 1_000)).toMatchObject({ status: 'paid', amount_due: 0, starting_balance: -970, ending_balance: 30 })
      const { data } = await b.stripe.customers.listBalanceTransactions(id)
      expect(data.map((each) => [each.type, each.amount, each.ending_balance])).toEqual([
        ['invoice_too_small', 30, 30],
        ['applied_to_invoice', 970, 0],
        ['adjustment', -970, -970],
      ])
    },
  },
  {
    does: 'has a least amount for each currency, which the account may set',
    source: '◐ SN amounts, policy input',
    given: { minimumCharge: { usd: minor(100), jpy: minor(120) } },
    async proves(b) {
      const { customer: id } = b.customer()
      expect(await bill(b, id, 99)).toMatchObject({ status: 'paid', ending_balance: 99 })
      expect(await bill(b, id, 119, 'jpy')).toMatchObject({ status: 'paid', ending_balance: 119 })
      expect(await bill(b, id, 120, 'jpy')).toMatchObject({ status: 'open', amount_due: 239 })
      expect(await bill(b, id, 50, 'eur')).toMatchObject({ status: 'open', amount_due: 50 })
    },
  },
  {
    does: 'keeps a balance for each currency apart',
    source: '● SN Customer.invoice_credit_balance',
    async proves(b) {
      const { customer: id } = b.customer()
      await b.stripe.customers.createBalanceTransaction(id, { amount: -1_000, currency: 'usd' })
      await b.stripe.customers.createBalanceTransaction(id, { amount: -200, currency: 'eur' })
      expect(await b.stripe.customers.retrieve(id, { expand: ['invoice_credit_balance'] })).toMatchObject({
        balance: -1_000,
        currency: 'usd',
        invoice_credit_balance: { usd: 1_000, eur: 200 },
      })
      expect(await bill(b, id, 700, 'eur')).toMatchObject({ amount_due: 500, starting_balance: -200, ending_balance: 0 })
      expect(await b.stripe.customers.retrieve(id)).toMatchObject({ balance: -1_000 })
    },
  },
  {
    does: 'gets back what a void invoice had taken, and owes again what it had added',
    source: '● SD changelog 2019-12-03; SN unapplied_from_invoice',
    async proves(b) {
      const { customer: id } = b.customer()
      await b.stripe.customers.createBalanceTransaction(id, { amount: -300, currency: 'usd' })
      const invoice = await bill(b, id, 700)
      await b.stripe.invoices.voidInvoice(invoice.id)
      expect(await b.stripe.customers.retrieve(id)).toMatchObject({ balance: -300 })
      const [last] = (await b.stripe.customers.listBalanceTransactions(id)).data
      expect(last).toMatchObject({ type: 'unapplied_from_invoice', amount: -300, invoice: invoice.id })
    },
  },
  {
    does: 'stays applied to an invoice that is written off',
    source: '○ SN: only voiding gives it back',
    async proves(b) {
      const { customer: id } = b.customer()
      await b.stripe.customers.createBalanceTransaction(id, { amount: -300, currency: 'usd' })
      const invoice = await bill(b, id, 700)
      expect(await b.stripe.invoices.markUncollectible(invoice.id)).toMatchObject({ amount_remaining: 400 })
      expect(await b.stripe.customers.retrieve(id)).toMatchObject({ balance: 0 })
    },
  },
  {
    does: 'pays a renewal without a card being asked when there is credit enough',
    source: '● SD/billing/customer/balance',
    async proves(b) {
      const { id, customer } = await running(b)
      await b.stripe.customers.createBalanceTransaction(customer, { amount: -2_000, currency: 'usd' })
      b.passTo('2024-02-29T09:00:00Z')
      b.pass(hours(1))
      const [renewal] = (await b.stripe.invoices.list({ subscription: id })).data
      expect(renewal).toMatchObject({ status: 'paid', total: 999, amount_due: 0, ending_balance: -1_001 })
      expect(b.twin.books().charges).toHaveLength(1)
    },
  },
]

proven('customer balance', behaviours)
