import type { CreditNoteRow } from '#machines'
import { minor, utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, commandOf, invoiceOf, january, sceneOf } from '../scene-of.fixture.ts'
import { unusedTimeIsCredited } from './unused-time-is-credited.ts'

const invoice = invoiceOf({})
const [line] = invoice.lines
const middle = utc('2024-02-14T12:00:00Z')
const half = Math.round((999 * (line!.to - middle)) / (line!.to - line!.from))
const note = (amount: number, of = invoice.id): CreditNoteRow => ({
  id: `${of}/credit note 1`,
  who: 'ada',
  invoice: of,
  item: line!.item,
  from: middle,
  to: line!.to,
  amount: minor(amount),
  level: undefined,
  at: middle,
})
const clauses = (amount: number, of?: string, commands = [commandOf({ do: 'pause' }, january)]): readonly string[] =>
  clausesOf(unusedTimeIsCredited, sceneOf({ view: { invoices: [invoice], credits: [note(amount, of)] }, truth: { commands } }))

test('the part that is left, to the second and rounded, is fine', () => {
  expect(clauses(half)).toEqual([])
})

test('the whole, nothing, or a note of no invoice is told', () => {
  expect(clauses(999)).toEqual(['too much'])
  expect(clauses(0)).toEqual(['too little'])
  expect(clauses(half, 'ada/sub 9/signup')).toEqual(['of nothing'])
})

test('less is fine where money may be on its way back', () => {
  expect(clauses(0, invoice.id, [commandOf({ do: 'refund' }, january)])).toEqual([])
})
