import type { Consequence, InvoiceRow, InvoiceStatus, Policy } from '#machines'
import { isoInstant, leastChargeOf } from '#machines'
import { type Codes, differ, type Difference, type Step, withInner } from './step.ts'

interface Expected {
  readonly id: string
  readonly subscription: string | undefined
  status: InvoiceStatus
  total: number
  paid: number
  refunded: number
  credited: number
}

/** Holds all invoices of the account against what the codes make of those before: nothing else may change. */
export function readInvoices(step: Step, codes: Codes): Difference | undefined {
  const expected = step.before.view.invoices.map((row): Expected => ({ ...row, credited: row.credited ?? 0 }))
  for (const each of withInner(step)) apply(each, codes(each).invoice, expected)
  return differ(inWords(expected), inWords(step.after.view.invoices)) ?? notesDiffer(step, codes)
}

/**
 * Credit notes: of all paid invoices whose time goes on where it is given back, with the new level where it goes on for less,
 * from this instant to the invoice's end; none anywhere else. What they amount to, the judges reckon.
 */
function notesDiffer(step: Step, codes: Codes): Difference | undefined {
  const { asked, at, before, after, subscription } = step
  const told = [...withInner(step)].map((each) => codes(each).invoice)
  const row = after.view.subscriptions[subscription]
  // What a switch to another interval broke off is credited on the switch's own invoice.
  const began = before.view.subscriptions[subscription]?.periodStart ?? at
  const running = before.view.invoices.filter(({ id, status, lines, subscription: of }) => {
    const isRunning = status === 'paid' && of === row?.id && lines.some(({ from, to }) => from >= began && to > at)
    return isRunning && !before.view.credits.some(({ invoice, level }) => invoice === id && level === undefined)
  })
  const fresh = after.view.credits.slice(before.view.credits.length)
  const isTrial = before.waiting[subscription]?.state === 'trialing'
  const isReverted = told.includes('credit reverted')
  const isLess = (told.includes('credit difference') && !isTrial) || isReverted
  if (!told.includes('credit unused') && !isLess) return differ('', fresh.map(({ invoice }) => invoice).join('; '))
  const wanted = asked?.do === 'change add-on' ? `${row?.id}/${asked.addOn}` : row?.id
  const noteOf = (invoice: InvoiceRow): string => {
    const less = asked?.do === 'change add-on' ? { plan: asked.addOn, quantity: asked.quantity } : row
    const level = isLess && (asked !== undefined || isReverted) ? `, then ${less?.quantity} × ${less?.plan}` : ''
    return `${invoice.id} from ${isoInstant(at)} to ${isoInstant(invoice.lines.at(-1)!.to)}${level}`
  }
  // Going on for less, the oldest always says so; whatever else gives credit is among the others.
  const selling = isLess ? running.filter(({ lines }) => lines.some(({ item }) => item === wanted)) : running
  const due = selling.filter(({ id }, place) => !isLess || place === 0 || fresh.some(({ invoice }) => invoice === id))
  const found = fresh.map(({ invoice, from, to, level }) => {
    const less = level === undefined ? '' : `, then ${level.quantity} × ${level.plan}`
    return `${invoice} from ${isoInstant(from)} to ${isoInstant(to)}${less}`
  })
  return differ(due.map(noteOf).toSorted().join('; '), found.toSorted().join('; '))
}

const closes = {
  quote: 'void',
  open: 'uncollectible',
  paid: undefined,
  void: undefined,
  uncollectible: undefined,
  'charged back': undefined,
} as const satisfies Record<InvoiceStatus, InvoiceStatus | undefined>
const isUnpaid = ({ status }: Expected): boolean => status === 'quote' || status === 'open'

/** What nobody pays any more gives back the credit it used, and what came of it where policy says so. */
function close(invoice: Expected, status: InvoiceStatus | undefined, policy: Policy): void {
  if (status === undefined) return
  invoice.status = status
  invoice.credited = 0
  if (status === 'void' || policy.partialPayment === 'give back') invoice.paid = 0
}

function apply(step: Step, code: Consequence['invoice'], expected: Expected[]): void {
  const { asked, invoice, subscription, policy, refund, after } = step
  const own = expected[invoice]
  const owner = after.view.subscriptions[subscription]?.id
  const ofSubscription = expected.filter((each) => owner !== undefined && each.subscription === owner)
  switch (code) {
    case 'none':
    case 'keep':
    case 'credit unused':
    case 'credit difference':
    case 'credit reverted':
      return
    case 'quote':
    case 'open': {
      const opened = after.view.invoices[expected.length]
      const total = opened?.total ?? 0
      // An invoice uses what credit there is.
      const there = Math.min(total, step.before.view.customers[0]?.balance ?? 0)
      // What is left may be too little to be charged; at the bank nothing is.
      const isTooLittle = total > there && total - there < leastChargeOf(policy) && opened?.due === undefined
      const credited = opened?.isDraft === true ? 0 : isTooLittle ? total : there
      expected.push({ id: opened?.id ?? 'a new one', subscription: owner, status: code, total, paid: 0, refunded: 0, credited })
      return
    }
    case 'paid':
      if (own === undefined) return
      own.status = 'paid'
      own.paid = own.total - own.credited
      return
    case 'paid in part':
      if (own !== undefined) own.paid += step.attempt?.amount ?? (asked?.do === 'mark paid' ? (asked.amount ?? 0) : 0)
      return
    case 'void':
      if (own !== undefined && isUnpaid(own)) close(own, 'void', policy)
      return
    case 'void all':
      for (const each of ofSubscription) if (isUnpaid(each)) close(each, 'void', policy)
      return
    case 'write off':
      for (const each of ofSubscription) close(each, closes[each.status], policy)
      return
    case 'end by policy':
      if (own !== undefined && policy.endAction !== 'unpaid') close(own, closes[own.status], policy)
      return
    case 'charge back':
      if (own?.status === 'paid') own.status = 'charged back'
      return
    case 'restore':
      if (own?.status === 'charged back') own.status = 'paid'
      return
    case 'credit note':
      if (own !== undefined && refund !== undefined) own.refunded += refund.amount
      return
    default:
      throw new RangeError(`no such code: ${JSON.stringify(code satisfies never)}`)
  }
}

type Shown = Pick<Expected, 'id' | 'status' | 'total' | 'paid' | 'refunded'> & { readonly credited?: number | undefined }

const inWords = (rows: readonly Shown[]): string =>
  rows
    .map(
      ({ id, status, total, paid, refunded, credited = 0 }) =>
        `${id}: ${status}, ${paid} of ${total} paid, ${credited} by credit, ${refunded} back`,
    )
    .join('; ')
