import type { Account, AccountState, Invoice } from './domain/account.ts'
import type { Lowered } from './domain/discounting.ts'
import { minor, type Minor } from './domain/money.ts'
import { chargeUnitOf, type Policy } from './domain/policy.ts'
import type { InvoiceLine } from './domain/view.ts'
import { disputedOf } from './disputed.ts'
import { begunWith, notedOf } from './intended.ts'
import type { Parts } from './parts.ts'
import type { Fold } from './scene.ts'

/** The rate where a customer is; undefined where no tax is kept, or nobody knows where that is. */
export function percentFor({ place }: Pick<AccountState, 'place'>, { taxes }: Policy): number | undefined {
  if (taxes === undefined || place === undefined) return undefined
  return taxes.rates.find((rate) => rate.place === place)?.percent
}

/** Tax is to be kept, and nobody knows at which rate. */
export const isPlaceMissing = (account: Pick<AccountState, 'place'>, { taxes }: Policy): boolean =>
  taxes !== undefined && account.place === undefined

/** The rate at which the running period began: until it ends what changes in it is taxed so, and what is given back was. */
export const percentOfPeriod = (
  account: Pick<AccountState, 'invoices'>,
  subscription: AccountState['subscriptions'][number],
  { taxes }: Policy,
): number | undefined => (taxes === undefined ? undefined : begunWith(account, subscription)?.percent)

/** What a net amount comes to once tax is on top of it. */
export function grossOf(net: Minor, percent: number | undefined, policy: Policy, parts: Parts): Minor {
  const { taxes } = policy
  if (percent === undefined || taxes?.prices !== 'exclusive') return net
  return minor(net + parts.taxing.of({ amount: net, discount: minor(0) }, percent, 'exclusive', chargeUnitOf(policy)))
}

/** A line with its tax, and all that it asks for. What is not taxed has the shape it always had. */
export function withTax(line: InvoiceLine, percent: number | undefined, policy: Policy, parts: Parts): InvoiceLine {
  const { taxes } = policy
  if (percent === undefined || taxes === undefined) return line
  const lowered: Lowered = { amount: line.amount, discount: line.discount ?? minor(0) }
  return taxedLine(line, parts.taxing.of(lowered, percent, taxes.prices, chargeUnitOf(policy)), policy)
}

/** A line that gives something back, with the tax that was paid for it. @param gross what is given back, tax and all */
export function creditLine(
  sold: Omit<InvoiceLine, 'amount'>,
  gross: Minor,
  percent: number | undefined,
  policy: Policy,
  parts: Parts,
): InvoiceLine {
  const { taxes } = policy
  if (percent === undefined || taxes === undefined) return { ...sold, amount: minor(-gross) }
  const tax = parts.taxing.within(gross, percent, taxes.prices, chargeUnitOf(policy))
  return taxedLine({ ...sold, amount: minor(taxes.prices === 'inclusive' ? -gross : tax - gross) }, minor(-tax), policy)
}

function taxedLine(line: InvoiceLine, tax: Minor, { taxes }: Policy): InvoiceLine {
  if (tax === 0) return line
  return taxes?.prices === 'inclusive' ? { ...line, taxInside: tax } : { ...line, taxOnTop: tax }
}

/** All that a line asks for. */
export const owedFor = ({ amount, discount = minor(0), taxOnTop = minor(0) }: InvoiceLine): number => amount - discount + taxOnTop

/** The tax of all lines; those that give back take some off. */
export function taxOf(lines: readonly InvoiceLine[]): Minor {
  let tax = 0
  for (const { taxOnTop = 0, taxInside = 0 } of lines) tax += taxOnTop + taxInside
  return minor(tax)
}

/** The tax that goes back with a credit note; the last of what an invoice came to takes all that is left of it. */
export function taxOfNote(fold: Fold, invoice: Invoice, amount: Minor): Minor {
  const { taxes } = fold.policy
  if (taxes === undefined || invoice.percent === undefined) return minor(0)
  if (isGoneWhole(fold.account, invoice)) return minor(leftOf(fold.account, invoice, fold.parts) - invoice.taxNoted)
  return fold.parts.taxing.ofNote(amount, invoice.percent, taxes.prices, chargeUnitOf(fold.policy))
}

/** Posts what of an invoice's tax is owed to the tax office now, and what is not any more: it goes with what of the invoice stands. */
export function postTax({ account, parts, at }: Fold, invoice: Invoice): void {
  if (invoice.tax === 0 && invoice.taxPosted === 0 && invoice.taxNoted === 0) return
  const held = heldOf(account, invoice, parts)
  const more = minor(held - invoice.taxPosted)
  if (more === 0) return
  invoice.taxPosted = held
  invoice.taxings++
  const id = `${invoice.id}/tax ${invoice.taxings}`
  const { who, ledger } = account
  ledger.push({ id: `${id}/revenue`, who, account: 'revenue', amount: minor(-more), cause: invoice.id, at })
  ledger.push({ id: `${id}/tax`, who, account: 'tax', amount: more, cause: invoice.id, at })
}

function heldOf(account: Account, invoice: Invoice, parts: Parts): Minor {
  if (invoice.state === 'open') return invoice.receivable > 0 ? invoice.tax : minor(0)
  if (invoice.state !== 'paid' && invoice.state !== 'charged back') return minor(0)
  return isGoneWhole(account, invoice) ? minor(0) : minor(leftOf(account, invoice, parts) - invoice.taxNoted)
}

/** What a bank has of it is not kept, for now or for good. */
const keptOf = (account: Account, invoice: Invoice): number =>
  Math.max(0, invoice.paid + invoice.credited - invoice.restored - invoice.refunded - disputedOf(account, invoice))

const leftOf = (account: Account, invoice: Invoice, parts: Parts): Minor =>
  parts.taxing.left(invoice.tax, minor(keptOf(account, invoice)), invoice.total)

/** Notes have taken all that was kept, or a bank has what they took as well; and none of it stood for older time. */
function isGoneWhole(account: Account, invoice: Invoice): boolean {
  const noted = notedOf(account, invoice)
  return noted > 0 && keptOf(account, invoice) <= noted && invoice.lines.every(({ amount }) => amount >= 0)
}
