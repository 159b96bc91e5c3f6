import { account } from './ids.ts'
import { badCode, badValue, missing } from './errors.ts'
import type { Invoice, InvoiceEntry } from './invoice-objects.ts'
import { finalizeLater } from './invoices.ts'
import { integer, isUnset, needText, oneOf, records, text, type Params } from './read.ts'
import { fromUnix, unix, type Work } from './work.ts'

type Details = Pick<
  Invoice,
  'collection_method' | 'custom_fields' | 'description' | 'due_date' | 'effective_at' | 'footer' | 'number' | 'statement_descriptor'
>

const secondsADay = 86_400

/**
 * What a draft may be told about itself: its terms of payment, and what its page shows.
 * @param before the draft as it is; undefined while it is made
 * @source SN `InvoiceCreateParams`, `InvoiceUpdateParams`
 */
export function detailsIn(work: Work, params: Params, before: Invoice | undefined): Partial<Details> {
  return {
    ...termsIn(work, params, before),
    ...(params['description'] === undefined ? {} : { description: text(params, 'description') ?? null }),
    ...(params['footer'] === undefined ? {} : { footer: text(params, 'footer') ?? null }),
    ...(params['statement_descriptor'] === undefined ? {} : { statement_descriptor: text(params, 'statement_descriptor') ?? null }),
    ...(params['effective_at'] === undefined ? {} : { effective_at: integer(params, 'effective_at') ?? null }),
    ...(params['custom_fields'] === undefined ? {} : { custom_fields: fieldsIn(params) }),
    ...(params['number'] === undefined ? {} : { number: numberIn(work, params, before) }),
  }
}

/** How and until when it is to be paid. A day of payment belongs to invoices that are sent. */
function termsIn(work: Work, params: Params, before: Invoice | undefined): Partial<Details> {
  const asked = oneOf(params, 'collection_method', ['charge_automatically', 'send_invoice'])
  const collection = asked ?? before?.collection_method ?? 'charge_automatically'
  const days = integer(params, 'days_until_due')
  const date = integer(params, 'due_date')
  const given = days !== undefined ? 'days_until_due' : date !== undefined ? 'due_date' : undefined
  if (collection === 'charge_automatically') {
    if (given !== undefined) throw badValue(given, `${given} is for invoices that are sent`)
    return asked === undefined ? {} : { collection_method: asked, due_date: null }
  }
  if (days !== undefined && date !== undefined) throw badValue('due_date', 'days_until_due and due_date exclude each other')
  if (days !== undefined && days < 0) throw badValue('days_until_due', 'not before the day it is made')
  if (date !== undefined && date < unix(work.now)) throw badValue('due_date', 'this moment is past')
  const due = days === undefined ? date : (before?.created ?? unix(work.now)) + days * secondsADay
  if (due === undefined && (before === undefined || before.due_date === null)) throw missing('days_until_due')
  return { collection_method: collection, ...(due === undefined ? {} : { due_date: due }) }
}

function fieldsIn(params: Params): Details['custom_fields'] {
  if (isUnset(params, 'custom_fields')) return null
  const given = records(params, 'custom_fields') ?? []
  if (given.length > 4) throw badValue('custom_fields', 'at most four custom fields')
  return given.map((each, index) => ({
    name: needText(each, 'name', `custom_fields[${index}][name]`),
    value: needText(each, 'value', `custom_fields[${index}][value]`),
  }))
}

/** A number that somebody chose; no other invoice of the account has it. */
function numberIn(work: Work, params: Params, before: Invoice | undefined): string | null {
  const number = text(params, 'number') ?? null
  const isTaken = work.store
    .owners()
    .filter((owner) => owner !== account)
    .some((owner) => work.store.of<InvoiceEntry>('in', owner).some(({ object }) => object.number === number && object.id !== before?.id))
  if (number !== null && isTaken) throw badCode('resource_already_exists', 'number', `another invoice has the number ${number}`)
  return number
}

/** @returns whether a time was given. @source billing.md 1.2: at most five years ahead */
export function finalizeAtGivenTime(work: Work, id: string, params: Params): boolean {
  const second = integer(params, 'automatically_finalizes_at')
  if (second === undefined) return false
  finalizeLater(work, id, fromUnix(second))
  return true
}

export function refuseTime(work: Work, params: Params): void {
  const second = integer(params, 'automatically_finalizes_at')
  if (second === undefined) return
  const now = unix(work.now)
  if (second <= now) throw badValue('automatically_finalizes_at', 'this moment is past')
  if (second > now + 5 * 366 * secondsADay) throw badValue('automatically_finalizes_at', 'at most five years ahead')
}
