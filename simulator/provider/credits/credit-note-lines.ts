import { chargeUnit } from '../charge-units.ts'
import { badCode, badInteger, badValue, missing, noSuchParam, notModelled } from '../errors.ts'
import type { DiscountAmount, Invoice, LineItem, LineTax } from '../invoice-objects.ts'
import { integer, metadata, needText, noMetadata, oneOf, records, type Metadata, type Params } from '../read.ts'
import { taxRatesIn, type TaxRate } from '../taxes/tax-rates.ts'
import { portion } from '../totals/apportion.ts'
import { roundingOf, shownTax } from '../totals/invoice-sums.ts'
import { sumsOf } from '../totals/totals.ts'
import type { Work } from '../work.ts'
import type { CreditNote, CreditNoteLine } from './credit-note-objects.ts'

/** A line of a credit note before it has an id. */
export type CreditLine = Omit<CreditNoteLine, 'id'>

const sumOf = (each: readonly { readonly amount: number }[]): number => each.reduce((sum, { amount }) => sum + amount, 0)

/** What a line comes to with its discounts and the tax on top. */
export const totalOf = (line: CreditLine): number =>
  line.amount - line.discount_amount + sumOf(line.taxes.filter((tax) => tax.tax_behavior === 'exclusive'))

/**
 * The lines a request asks to credit, or the whole amount of an invoice that has no tax and no discount as one line.
 * @param issued the invoice's credit notes that stand
 * @source SN `CreditNoteCreateParams`. How an amount alone is split into net and tax the vendor does not say: that is refused,
 * unless it is all that is left
 */
export function linesIn(work: Work, params: Params, invoice: Invoice, issued: readonly CreditNote[]): readonly CreditLine[] {
  const given = records(params, 'lines')
  const amount = integer(params, 'amount')
  if (given === undefined && amount === undefined) throw missing('amount')
  if (given === undefined) return forAmount(work, amount!, invoice, issued)
  const before = issued.flatMap((note) => note.lines.data as readonly CreditLine[])
  const lines: CreditLine[] = []
  for (const [index, each] of given.entries()) {
    const path = `lines[${index}]`
    const kind = oneOf(each, 'type', ['invoice_line_item', 'custom_line_item'], `${path}[type]`)
    if (kind === undefined) throw missing(`${path}[type]`)
    lines.push(
      kind === 'custom_line_item' ? customLine(work, each, invoice, path) : ofLine(work, each, invoice, [...before, ...lines], path),
    )
  }
  if (lines.length === 0) throw missing('lines')
  const total = lines.reduce((sum, line) => sum + totalOf(line), 0)
  if (amount !== undefined && amount !== total) throw badValue('amount', `the lines come to ${total}, not to ${amount}`)
  return lines
}

function forAmount(work: Work, amount: number, invoice: Invoice, issued: readonly CreditNote[]): readonly CreditLine[] {
  if (amount < 1) throw badInteger('amount', amount)
  const isPlain = invoice.total_taxes.length === 0 && invoice.total_discount_amounts.length === 0
  if (isPlain) return [plainLine(amount, null, amount, 1, noMetadata)]
  if (issued.length > 0 || amount !== invoice.total) throw notModelled('amount', 'credit_notes.create with taxes or discounts')
  return invoice.lines.data.map((line) => shareOf(work, line, line.amount, [], line.quantity))
}

const plainLine = (amount: number, description: string | null, unit: number, quantity: number, notes: Metadata): CreditLine => ({
  object: 'credit_note_line_item',
  amount,
  description,
  discount_amount: 0,
  discount_amounts: [],
  livemode: false,
  metadata: notes,
  pretax_credit_amounts: [],
  quantity,
  tax_rates: [],
  taxes: [],
  type: 'custom_line_item',
  unit_amount: unit,
  unit_amount_decimal: String(unit),
})

function customLine(work: Work, given: Params, invoice: Invoice, path: string): CreditLine {
  for (const name of ['amount', 'invoice_line_item'])
    if (given[name] !== undefined) throw badValue(`${path}[${name}]`, `${name} is for lines of the invoice`)
  const unit = integer(given, 'unit_amount', `${path}[unit_amount]`)
  if (unit === undefined) throw missing(`${path}[unit_amount]`)
  const quantity = integer(given, 'quantity', `${path}[quantity]`) ?? 1
  if (unit * quantity < 1) throw badInteger(`${path}[unit_amount]`, unit)
  const rates: readonly TaxRate[] = taxRatesIn(work, given, 'tax_rates', 'credit_notes.create', `${path}[tax_rates]`) ?? []
  const line = plainLine(unit * quantity, needText(given, 'description', `${path}[description]`), unit, quantity, metadata(given))
  const gross = { amount: line.amount, discountable: false, product: undefined, discounts: [], rates }
  const { taxes } = sumsOf([gross], [], [], roundingOf(work, invoice.currency))
  return { ...line, tax_rates: rates, taxes: taxes.map(shownTax) }
}

/** A part of a line of the invoice: an amount of it, or so many of its units. A line is credited in one of the two ways. */
function ofLine(work: Work, given: Params, invoice: Invoice, before: readonly CreditLine[], path: string): CreditLine {
  for (const name of ['description', 'unit_amount', 'tax_rates'])
    if (given[name] !== undefined) throw badValue(`${path}[${name}]`, `${name} is for lines of the note's own`)
  const id = needText(given, 'invoice_line_item', `${path}[invoice_line_item]`)
  const line = invoice.lines.data.find((each) => each.id === id)
  if (line === undefined) throw noSuchParam('line item', id, `${path}[invoice_line_item]`)
  const quantity = integer(given, 'quantity', `${path}[quantity]`)
  const amount = integer(given, 'amount', `${path}[amount]`)
  if ((quantity === undefined) === (amount === undefined)) throw badValue(path, 'an amount or a quantity of the line is given')
  const credited = before.filter((each) => each.invoice_line_item === id)
  // @source SD/invoicing/integration/programmatic-credit-notes: by amount or by quantity, whichever came first
  if (credited.some((each) => (each.quantity === null) !== (quantity === undefined)))
    throw badValue(path, 'the line was credited in the other way before: an amount and a quantity of it do not mix')
  if (line.amount <= 0) throw badValue(`${path}[invoice_line_item]`, 'the line is credit itself')
  const done = sumOf(credited)
  if (quantity === undefined) return partOf(work, line, amount!, done, credited, null, path, metadata(given))
  const units = credited.reduce((sum, each) => sum + (each.quantity ?? 0), 0) + quantity
  if (quantity < 1 || units > line.quantity) throw badValue(`${path}[quantity]`, `of the line ${line.quantity} can be credited, in all`)
  return partOf(
    work,
    line,
    portion(line.amount, units, line.quantity, chargeUnit(work, line.currency)) - done,
    done,
    credited,
    quantity,
    path,
    metadata(given),
  )
}

function partOf(
  work: Work,
  line: LineItem,
  amount: number,
  done: number,
  credited: readonly CreditLine[],
  quantity: number | null,
  path: string,
  notes: Metadata,
): CreditLine {
  if (amount < 1 || done + amount > line.amount)
    throw badCode('amount_too_large', `${path}[amount]`, `of the line ${line.amount - done} is left to be credited`)
  return { ...shareOf(work, line, amount, credited, quantity), metadata: notes }
}

/**
 * Discounts and taxes go back in proportion, counted from the beginning, so that the parts of a line that is credited piece by
 * piece are the line.
 */
function shareOf(work: Work, line: LineItem, amount: number, credited: readonly CreditLine[], quantity: number | null): CreditLine {
  const until = sumOf(credited) + amount
  const unit = chargeUnit(work, line.currency)
  const share = (whole: number, done: number): number => (until === line.amount ? whole : portion(whole, until, line.amount, unit)) - done
  const off = line.discount_amounts.map(({ amount: taken, discount }): DiscountAmount => {
    const done = sumOf(credited.flatMap((each) => each.discount_amounts).filter((each) => each.discount === discount))
    return { amount: share(taken, done), discount }
  })
  const taxes = line.taxes.map((tax): LineTax => {
    const rate = tax.tax_rate_details.tax_rate
    const before = credited.flatMap((each) => each.taxes).filter((each) => each.tax_rate_details.tax_rate === rate)
    const taxable = before.reduce((sum, each) => sum + each.taxable_amount, 0)
    return { ...tax, amount: share(tax.amount, sumOf(before)), taxable_amount: share(tax.taxable_amount, taxable) }
  })
  return {
    object: 'credit_note_line_item',
    amount,
    description: line.description,
    discount_amount: sumOf(off),
    discount_amounts: off,
    invoice_line_item: line.id,
    livemode: false,
    metadata: noMetadata,
    pretax_credit_amounts: off.map((each) => ({ ...each, type: 'discount' as const })),
    quantity,
    tax_rates: [],
    taxes,
    type: 'invoice_line_item',
    unit_amount: null,
    unit_amount_decimal: null,
  }
}
