import type { Consequence, InvoiceRow, LedgerRow } from '#machines'
import { ledgerAccounts } from '#machines'
import { taxOwed } from '#simulator'
import { type Codes, differ, type Difference, type Disputed, type Step, withInner } from './step.ts'

type Totals = Record<LedgerRow['account'], number>

/** Holds the postings that came against those the codes ask for, and the rest of the ledger against what it was. */
export function readLedger(step: Step, codes: Codes): Difference | undefined {
  const before = step.before.view.ledger
  const after = step.after.view.ledger
  const touched = before.find((row, place) => row !== after[place])
  if (touched !== undefined) return { expected: `${touched.id} as it was`, found: 'another posting in its place' }
  const books = new Books(step)
  for (const each of withInner(step)) books.apply(each, codes(each).ledger)
  books.giveCreditBack()
  books.givePartsBack()
  books.settleTax()
  const found = nothing()
  for (const { account, amount } of after.slice(before.length)) found[account] += amount
  return differ(inWords(books.expected), inWords(found))
}

const nothing = (): Totals => Object.fromEntries(ledgerAccounts.map((account) => [account, 0])) as Totals

/** What the codes of a step and of its parts come to, posting after posting. */
class Books {
  readonly expected = nothing()
  readonly #step: Step
  /** Of what a step posts itself, by account and invoice. */
  readonly #posted = new Map<string, number>()

  constructor(step: Step) {
    this.#step = step
  }

  apply(step: Step, code: Consequence['ledger']): void {
    const { after, before, asked, attempt, refund, dispute } = step
    const invoice = after.view.invoices[step.invoice >= 0 ? step.invoice : before.view.invoices.length]
    switch (code) {
      case 'none':
        return
      case 'goodwill':
        if (asked?.do === 'grant credit') this.#post({ balance: asked.amount, revenue: -asked.amount })
        return
      case 'balance': {
        const known = new Set(before.view.credits.map(({ id }) => id))
        for (const { id, amount } of after.view.credits) if (!known.has(id)) this.#post({ balance: amount, revenue: -amount })
        return
      }
      case 'receivable': {
        if (invoice === undefined || invoice.status === 'quote' || invoice.status === 'void') return
        if (this.#standing('receivable', invoice.id) !== 0) return
        this.#useCredit(invoice)
        const owed = invoice.total - (before.view.invoices[step.invoice]?.paid ?? 0) - (invoice.credited ?? 0)
        return this.#post({ receivable: owed, revenue: owed }, invoice.id)
      }
      case 'cash':
      case 'bank': {
        if (invoice === undefined) return
        if (invoice.status === 'paid') this.#useCredit(invoice)
        const due = invoice.total - (invoice.credited ?? 0) - (before.view.invoices[step.invoice]?.paid ?? 0)
        const came = code === 'cash' ? (attempt?.amount ?? 0) : asked?.do === 'mark paid' ? (asked.amount ?? due) : due
        const pays = Math.min(came, due)
        const owed = Math.min(this.#standing('receivable', invoice.id), pays)
        this.#post({ [code]: came, balance: came - pays })
        return this.#post({ receivable: -owed, revenue: pays - owed }, invoice.id)
      }
      case 'write off':
        for (const { id, status } of this.#step.after.view.invoices) {
          const owed = this.#standing('receivable', id)
          if (status === 'void' || status === 'uncollectible') this.#post({ receivable: -owed, revenue: -owed }, id)
        }
        return
      case 'suspense':
        if (attempt !== undefined) this.#post({ cash: attempt.amount, credit: attempt.amount })
        return
      case 'reversal':
        if (refund === undefined) return
        return this.#post({ cash: -refund.amount, ...(refund.ofInvoice ? { revenue: -refund.amount } : { credit: -refund.amount }) })
      case 'hold':
        if (dispute === undefined) return
        return this.#post({ cash: -dispute.taken - dispute.fee, held: dispute.taken, fees: -dispute.fee })
      case 'lose':
        if (dispute === undefined) return
        this.#post({ cash: -dispute.fee, fees: -dispute.fee })
        return this.#post({ held: -dispute.held, [whose(dispute)]: -dispute.held })
      case 'return':
        if (dispute === undefined) return
        this.#post({ held: -dispute.held, [whose(dispute)]: dispute.lost })
        return this.#post({ cash: dispute.held + dispute.lost - dispute.fee, fees: -dispute.fee })
      default:
        throw new RangeError(`no such code: ${JSON.stringify(code satisfies never)}`)
    }
  }

  /** What came to nothing gives back the credit that was posted as used. */
  giveCreditBack(): void {
    for (const { id, status } of this.#step.after.view.invoices) {
      const used = this.#standing('balance', id)
      if ((status === 'void' || status === 'uncollectible') && used !== 0) this.#post({ balance: -used, revenue: used }, id)
    }
  }

  /** Of what was earned, tax is owed for as much of an invoice as stands. */
  settleTax(): void {
    const { before, after } = this.#step
    for (const [place, row] of after.view.invoices.entries()) {
      const was = before.view.invoices[place]
      const more = taxOwed(row, after.view.credits) - (was === undefined ? 0 : taxOwed(was, before.view.credits))
      this.#post({ tax: more, revenue: -more })
    }
  }

  /** What came for it before the rest did is the customer's again. */
  givePartsBack(): void {
    const { before, after, policy } = this.#step
    for (const [place, { id, paid, status: was }] of before.view.invoices.entries()) {
      const is = after.view.invoices[place]?.status
      if (paid === 0 || (was !== 'open' && was !== 'quote')) continue
      if (is === 'void' || (is === 'uncollectible' && policy.partialPayment === 'give back'))
        this.#post({ balance: paid, revenue: -paid }, `${id}/part back`)
    }
  }

  /** Credit counts as earned once its invoice is a debt or paid. */
  #useCredit({ id, credited: used }: InvoiceRow): void {
    const credited: number = used ?? 0
    if (this.#standing('balance', id) === 0) this.#post({ balance: -credited, revenue: credited }, id)
  }

  #post(totals: Partial<Totals>, invoice = ''): void {
    for (const account of ledgerAccounts) {
      const amount = totals[account] ?? 0
      this.expected[account] += amount
      const key = `${account} ${invoice}`
      this.#posted.set(key, (this.#posted.get(key) ?? 0) + amount)
    }
  }

  /** What an account holds of an invoice, by the ledger before and what was posted since. */
  #standing(account: LedgerRow['account'], invoice: string): number {
    let sum = this.#posted.get(`${account} ${invoice}`) ?? 0
    for (const row of this.#step.before.view.ledger) if (row.account === account && row.cause === invoice) sum += row.amount
    return sum
  }
}

/** Money of an invoice was earned; any other was the customer's. */
const whose = ({ ofInvoice }: Disputed): 'revenue' | 'credit' => (ofInvoice ? 'revenue' : 'credit')

const inWords = (totals: Totals): string => {
  const moved = Object.entries(totals).filter(([, amount]) => amount !== 0)
  return moved.length === 0 ? 'nothing posted' : moved.map(([account, amount]) => `${account} ${amount > 0 ? '+' : ''}${amount}`).join(', ')
}
