import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CustomerBalanceTransaction } from './credits/customer-balance.ts'
import type { CreditNote } from './credits/credit-note-objects.ts'
import type { Customer } from './customers.ts'
import type { Invoice } from './invoice-objects.ts'
import { onTop, play, story, sum, type Story, type World } from './twin-invoices.fixture.ts'

function holds(law: (world: World, told: Story) => void): void {
  fc.assert(
    fc.property(story, (told) => law(play(told), told)),
    { numRuns: 100 },
  )
}

test('on every invoice the lines come to the total: less what is taken off, with the tax on top', () => {
  holds(({ all }) => {
    for (const invoice of all<Invoice>('invoices.list')) {
      const nets = invoice.lines.data.map((line) => ({ amount: line.amount - sum(line.discount_amounts) + onTop(line) }))
      expect(sum(nets)).toBe(invoice.total)
      const own = invoice.lines.data.flatMap((line) => line.discount_amounts.filter((off) => line.discounts.includes(off.discount)))
      const ofInvoice = sum(invoice.total_discount_amounts) - sum(own)
      const added = sum(invoice.total_taxes.filter((tax) => tax.tax_behavior === 'exclusive'))
      expect(invoice.total).toBe(invoice.subtotal - ofInvoice + added)
    }
  })
})

test('what is due is never below nothing: the total with the balance it took up, less its credit notes', () => {
  holds(({ all }) => {
    for (const invoice of all<Invoice>('invoices.list')) {
      expect(invoice.amount_due).toBeGreaterThanOrEqual(0)
      expect(invoice.amount_remaining).toBeGreaterThanOrEqual(0)
      expect(invoice.amount_paid).toBeLessThanOrEqual(invoice.amount_due)
      if (invoice.ending_balance === null) continue
      const taken = invoice.starting_balance - invoice.ending_balance
      expect(invoice.amount_due + invoice.pre_payment_credit_notes_amount).toBe(invoice.total + taken)
    }
  })
})

test('a customer’s balance is the sum of its ledger, and each entry goes on from the one before', () => {
  holds(({ twin, all }) => {
    for (const who of ['ada', 'bob']) {
      const customer = twin.customerOf(who)
      const moves = [...all<CustomerBalanceTransaction>('customers.list_balance_transactions', {}, customer)].reverse()
      let balance = 0
      for (const move of moves) {
        balance += move.amount
        expect(move.ending_balance).toBe(balance)
      }
      expect(all<Customer>('customers.list').find((each) => each.id === customer)!.balance).toBe(balance)
    }
  })
})

test('what an invoice took of the balance is in the ledger, and goes back when it becomes void', () => {
  holds(({ twin, all }) => {
    const moves = ['ada', 'bob'].flatMap((who) =>
      all<CustomerBalanceTransaction>('customers.list_balance_transactions', {}, twin.customerOf(who)),
    )
    for (const invoice of all<Invoice>('invoices.list')) {
      const of = moves.filter((move) => move.invoice === invoice.id && move.type !== 'credit_note')
      const kept = invoice.ending_balance === null || invoice.status === 'void' ? 0 : invoice.ending_balance - invoice.starting_balance
      expect(sum(of)).toBe(kept)
    }
  })
})

test('credit notes take back no more than an invoice is, and what they say went back did', () => {
  holds(({ twin, all }) => {
    const notes = all<CreditNote>('credit_notes.list')
    for (const invoice of all<Invoice>('invoices.list')) {
      const issued = notes.filter((note) => note.invoice === invoice.id && note.status === 'issued')
      const total = issued.reduce((before, note) => before + note.total, 0)
      if (issued.length > 0) expect(total).toBeLessThanOrEqual(invoice.total)
      expect(issued.reduce((before, note) => before + note.pre_payment_amount, 0)).toBe(invoice.pre_payment_credit_notes_amount)
      expect(issued.reduce((before, note) => before + note.post_payment_amount, 0)).toBe(invoice.post_payment_credit_notes_amount)
    }
    for (const note of notes) {
      const lines = note.lines.data.map((line) => ({
        amount: line.amount - line.discount_amount + sum(line.taxes.filter((tax) => tax.tax_behavior === 'exclusive')),
      }))
      expect(sum(lines)).toBe(note.total)
      expect(note.pre_payment_amount + note.post_payment_amount).toBe(note.total)
      for (const { refund, amount_refunded: amount } of note.refunds)
        expect(twin.books().refunds.find((each) => each.id === refund)!.amount).toBeGreaterThanOrEqual(amount)
    }
  })
})

test('what the books took for an invoice is what it says was paid', () => {
  holds(({ twin, all }) => {
    for (const invoice of all<Invoice>('invoices.list')) {
      const taken = twin.books().charges.filter((charge) => charge.invoice === invoice.id && charge.outcome === 'succeeded')
      expect(sum(taken)).toBe(invoice.amount_paid)
    }
  })
})

test('in a currency of three decimals every charge ends in nothing', () => {
  holds(({ twin }, { currency }) => {
    const unit = currency === 'kwd' ? 10 : 1
    expect(twin.books().charges.filter((charge) => charge.amount % unit !== 0)).toEqual([])
  })
})

test('what one customer discounts, is taxed or credited changes nothing for another', () => {
  const only = ({ twin }: World, who: string): string => JSON.stringify(twin.takeEvents().filter((event) => event.owner === who))
  fc.assert(
    fc.property(story, (told) => {
      expect(only(play(told), 'bob')).toBe(only(play(told, 'ada'), 'bob'))
    }),
    { numRuns: 40 },
  )
})
