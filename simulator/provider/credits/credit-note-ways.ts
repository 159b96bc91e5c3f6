import type { ChargeEntry } from '../charges.ts'
import { badInteger, badValue, noSuchParam, notModelled } from '../errors.ts'
import type { InvoiceEntry } from '../invoice-objects.ts'
import { integer, needText, oneOf, records, type Params } from '../read.ts'
import type { RefundEntry } from '../refunds.ts'
import type { Work } from '../work.ts'
import type { CreditNote } from './credit-note-objects.ts'

/** In which ways money that was paid goes back: to the card, to the balance, elsewhere, or by refunds that there are. */
export interface Ways {
  readonly refund: number
  readonly credit: number
  readonly outOfBand: number
  readonly linked: readonly { readonly refund: string; readonly amount: number }[]
}

const sumOf = (each: readonly number[]): number => each.reduce((sum, amount) => sum + amount, 0)

/** @source SN `CreditNoteCreateParams` */
export function waysIn(work: Work, params: Params, invoice: InvoiceEntry, issued: readonly CreditNote[]): Ways {
  const amount = (name: string): number => {
    const given = integer(params, name) ?? 0
    if (given < 0) throw badInteger(name, given)
    return given
  }
  const linked = (records(params, 'refunds') ?? []).map((each, index) => {
    const path = `refunds[${index}]`
    if ((oneOf(each, 'type', ['refund', 'payment_record_refund'], `${path}[type]`) ?? 'refund') !== 'refund')
      throw notModelled(`${path}[type]`, 'credit_notes.create')
    const id = needText(each, 'refund', `${path}[refund]`)
    const refund = work.store.get<RefundEntry>(id)
    if (refund === undefined || refund.object.object !== 'refund' || refund.object.charge !== invoice.hidden.charge)
      throw noSuchParam('refund of the invoice', id, `${path}[refund]`)
    const used = sumOf(issued.flatMap((note) => note.refunds.filter((one) => one.refund === id).map((one) => one.amount_refunded)))
    const wanted = integer(each, 'amount_refunded', `${path}[amount_refunded]`) ?? refund.object.amount
    if (wanted < 1 || wanted > refund.object.amount - used)
      throw badValue(`${path}[amount_refunded]`, `of the refund ${refund.object.amount - used} is left`)
    return { refund: id, amount: wanted }
  })
  return { refund: amount('refund_amount'), credit: amount('credit_amount'), outOfBand: amount('out_of_band_amount'), linked }
}

/** Refunds of the invoice's charge that no credit note knows of: they count against what can be credited. */
export function refundedBeside(work: Work, invoice: InvoiceEntry, issued: readonly CreditNote[], ways: Ways): number {
  const charge = invoice.hidden.charge === undefined ? undefined : work.store.get<ChargeEntry>(invoice.hidden.charge)
  if (charge === undefined) return 0
  const known =
    sumOf(issued.flatMap((note) => note.refunds.map((each) => each.amount_refunded))) + sumOf(ways.linked.map((each) => each.amount))
  return charge.object.amount_refunded - known
}

/** @throws Refusal when more is to be given back than was charged */
export function refuseTooMuch(work: Work, invoice: InvoiceEntry, ways: Ways): void {
  if (ways.refund === 0) return
  const charge = invoice.hidden.charge === undefined ? undefined : work.store.get<ChargeEntry>(invoice.hidden.charge)!.object
  if (charge === undefined) throw badValue('refund_amount', 'the invoice was not paid by a charge that could be given back')
  const left = charge.amount - charge.amount_refunded
  if (ways.refund > left) throw badValue('refund_amount', `of the charge ${left} is left, less than ${ways.refund}`)
}
