import type { CreditNoteRow, InvoiceRow } from '#machines'
import { minor } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, february, invoiceOf, january, refundOf, sceneOf } from '../scene-of.fixture.ts'
import { creditGoesBackFirst } from './credit-goes-back-first.ts'

const invoice = invoiceOf({ credited: minor(500), paid: minor(499) })
const clauses = (over: Partial<InvoiceRow>, credits: readonly CreditNoteRow[] = []): readonly string[] =>
  clausesOf(creditGoesBackFirst, sceneOf({ view: { invoices: [{ ...invoice, ...over }], credits } }))

test('credit that went back, and money after it', () => {
  expect(clauses({})).toEqual(['nothing to judge'])
  expect(clauses({ restored: minor(300) })).toEqual(['nothing to judge'])
  expect(clauses({ restored: minor(500), refunded: minor(200) })).toEqual([])
})

test('money that went back while credit had paid as well', () => {
  expect(clauses({ refunded: minor(1) })).toEqual(['money first'])
  expect(clauses({ restored: minor(499), refunded: minor(1) })).toEqual(['money first'])
})

test('money that a person gave back at the provider’s pages is none of the system’s doing', () => {
  const truth = (key: string | undefined) => ({ refunds: [refundOf({ amount: minor(200), key })] })
  const given = (refunded: number, key: string | undefined) =>
    clausesOf(
      creditGoesBackFirst,
      sceneOf({ truth: truth(key), view: { invoices: [{ ...invoice, refunded: minor(refunded) }], credits: [] } }),
    )
  expect(given(200, undefined)).toEqual(['nothing to judge'])
  expect(given(201, undefined)).toEqual(['money first'])
  expect(given(200, 'ada/sub 1/signup/refund 1/try 1')).toEqual(['money first'])
})

test('what a note took is not there any more', () => {
  const note = {
    id: 'note',
    who: 'ada',
    invoice: invoice.id,
    item: 'ada/sub 1',
    from: january,
    to: february,
    level: undefined,
    at: january,
  }
  expect(clauses({ restored: minor(200), refunded: minor(1) }, [{ ...note, amount: minor(300) }])).toEqual([])
  expect(clauses({ restored: minor(200), refunded: minor(1) }, [{ ...note, amount: minor(299) }])).toEqual(['money first'])
})
