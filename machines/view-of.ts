import { type AccountState, partAt } from './domain/account.ts'
import type { Instant } from './domain/instant.ts'
import { disputedOf, isWithheld } from './disputed.ts'
import { days, later } from './domain/instant.ts'
import { endsWithPeriod } from './domain/leaving.ts'
import { minor } from './domain/money.ts'
import type { Policy, SubscriptionStatus } from './domain/policy.ts'
import type {
  AccessRow,
  AddOnRow,
  AttemptRow,
  CreditNoteRow,
  CustomerRow,
  InvoiceRow,
  LedgerRow,
  NoticeRow,
  SubscriptionRow,
} from './domain/view.ts'
import { newestCoupon } from './discounts.ts'
import { amountDue } from './crediting.ts'

const noMoney = minor(0)

type SubscriptionPart = AccountState['subscriptions'][number]

/** What can be seen of one account, but for what it may use: that hangs on the moment as well. */
export interface AccountRows {
  readonly state: AccountState
  readonly customers: readonly CustomerRow[]
  readonly subscriptions: readonly SubscriptionRow[]
  readonly invoices: readonly InvoiceRow[]
  readonly attempts: readonly AttemptRow[]
  readonly ledger: readonly LedgerRow[]
  readonly notices: readonly NoticeRow[]
  readonly credits: readonly CreditNoteRow[]
}

/**
 * The rows of an account that stay as they are until it is recomputed.
 * @param before its rows until then: what did not change is the same object
 */
export function rowsOf(state: AccountState, before?: AccountRows): AccountRows {
  const { who } = state
  const customers: CustomerRow[] =
    state.setup !== 'nobody'
      ? [{ who, provider: state.customer, balance: state.balance, coupon: newestCoupon(state), place: state.place }]
      : []
  const subscriptions = state.subscriptions.map((subscription) => subscriptionRow(who, subscription))
  const invoices = state.invoices.map((invoice): InvoiceRow => ({
    id: invoice.id,
    who,
    provider: undefined,
    subscription: partAt(state.subscriptions, invoice.subscription)?.id,
    number: invoice.number,
    reason: invoice.reason,
    status: invoice.state,
    lines: invoice.lines,
    total: invoice.total,
    paid: invoice.paid,
    refunded: invoice.refunded,
    credited: invoice.credited,
    restored: invoice.restored,
    remaining: invoice.state === 'paid' || invoice.state === 'void' || invoice.state === 'charged back' ? noMoney : amountDue(invoice),
    over: invoice.over,
    disputed: state.disputes.length === 0 ? noMoney : disputedOf(state, invoice),
    isDraft: invoice.isDraft,
    issuedAt: invoice.issuedAt,
    due: invoice.due,
  }))
  const attempts = state.attempts.map((attempt) => ({
    id: attempt.id,
    who,
    invoice: attempt.invoiceId,
    key: attempt.id,
    amount: attempt.amount,
    startedAt: attempt.startedAt,
    status: attempt.orderedAt !== undefined && isAskedFor(attempt) ? 'processing' : statusOfAttempt[attempt.state],
    provider: attempt.payment,
  }))
  const credits = state.creditNotes.map(({ id, invoice: place, item, from, to, amount, tax, level, at }): CreditNoteRow => {
    const invoice = state.invoices[place]!
    return {
      id,
      who,
      invoice: invoice.id,
      item,
      from,
      to,
      amount,
      ...(tax === 0 ? {} : { tax }),
      level,
      at,
    }
  })
  return {
    state,
    customers: asBefore(customers, before?.customers),
    subscriptions: asBefore(subscriptions, before?.subscriptions),
    invoices: asBefore(invoices, before?.invoices),
    attempts: asBefore(attempts, before?.attempts),
    ledger: isSameList(state.ledger, before?.ledger) ? before!.ledger : state.ledger,
    notices: isSameList(state.sent, before?.notices) ? before!.notices : state.sent,
    credits: asBefore(credits, before?.credits),
  }
}

/** What was seen of accounts, and of which. */
export interface Seen {
  readonly accounts: readonly AccountRows[]
  readonly view: ViewOfAll
}

type SightOfAccount = Exclude<keyof AccountRows, 'state'>
type ViewOfAll = { readonly [S in SightOfAccount]: AccountRows[S] } & { readonly access: readonly AccessRow[] }

/**
 * What can be seen of accounts from outside, every sight of it but those that a store keeps.
 * @param now the instant the accounts were recomputed at, or later with no deadline between
 * @param before what was seen last: sights that did not change are the same lists
 */
export function viewOf(accounts: readonly AccountRows[], now: Instant, policy: Policy, before?: Seen): ViewOfAll {
  const joined = <S extends SightOfAccount>(sight: S): ViewOfAll[S] => {
    if (before !== undefined && isSameFor(accounts, before.accounts, sight)) return before.view[sight]
    const rows: object[] = []
    for (let i = 0; i < accounts.length; i++) {
      const own = accounts[i]![sight]
      for (let j = 0; j < own.length; j++) rows.push(own[j]!)
    }
    return rows as unknown as ViewOfAll[S]
  }
  const access: AccessRow[] = []
  for (const { state } of accounts) {
    if (state.deletedAt !== undefined) continue
    const subscription = newestBegun(state)
    if (subscription !== undefined && state.disputes.length > 0 && isWithheld(state, subscription, policy)) continue
    const row = subscription === undefined ? whileOrdered(state, now, policy) : accessOf(state.who, subscription, now, policy)
    if (row !== undefined) access.push(row)
  }
  const grants = asBefore(access, before?.view.access)
  // Only time has passed.
  if (accounts === before?.accounts) return grants === before.view.access ? before.view : { ...before.view, access: grants }
  return {
    customers: joined('customers'),
    subscriptions: joined('subscriptions'),
    invoices: joined('invoices'),
    attempts: joined('attempts'),
    access: grants,
    ledger: joined('ledger'),
    notices: joined('notices'),
    credits: joined('credits'),
  }
}

function isSameFor(accounts: readonly AccountRows[], before: readonly AccountRows[], sight: SightOfAccount): boolean {
  if (accounts.length !== before.length) return false
  for (let i = 0; i < accounts.length; i++) if (accounts[i]![sight] !== before[i]![sight]) return false
  return true
}

/**
 * Whoever asks whether something changed compares objects: a row that says the same is the same one, and so is a list of them.
 * @param rows made just now
 */
function asBefore<Row extends object>(rows: Row[], before: readonly Row[] | undefined): readonly Row[] {
  if (before === undefined) return rows
  let isSame = rows.length === before.length
  for (let i = 0; i < rows.length; i++) {
    const was = before[i]
    if (was !== undefined && saysTheSame(was, rows[i]!)) rows[i] = was
    else isSame = false
  }
  return isSame ? before : rows
}

function isSameList(rows: readonly object[], before: readonly object[] | undefined): boolean {
  if (rows.length !== before?.length) return false
  for (let i = 0; i < rows.length; i++) if (rows[i] !== before[i]) return false
  return true
}

function saysTheSame<Row extends object>(was: Row, row: Row): boolean {
  for (const field in row) if (was[field] !== row[field]) return false
  return true
}

/** Of an old subscription there may be time left that was paid late; whoever came back since has what runs now, and nothing else. */
function newestBegun({ subscriptions }: AccountState): SubscriptionPart | undefined {
  for (let i = subscriptions.length - 1; i >= 0; i--) {
    const subscription = subscriptions[i]!
    if (subscription.state !== 'incomplete' && subscription.state !== 'incomplete expired') return subscription
  }
  return undefined
}

/** Whoever asks now and then what became of an order knows all the while that a bank has it. */
const isAskedFor = ({ state }: AccountState['attempts'][number]): boolean => state === 'unknown' || state === 'looking up'

const statusOfAttempt: Readonly<Record<AccountState['attempts'][number]['state'], AttemptRow['status']>> = {
  started: 'started',
  'not taken': 'started',
  unknown: 'unknown',
  'looking up': 'unknown',
  'to send again': 'unknown',
  processing: 'processing',
  'needs action': 'needs action',
  paid: 'paid',
  failed: 'failed',
}

// Until a renewal's first outcome nothing has changed for the customer.
export const statusOf = (state: SubscriptionPart['state']): SubscriptionStatus => (state === 'renewing' ? 'active' : state)

/** Nothing at all where nothing is held. */
const addOnsOf = ({ addOns }: SubscriptionPart): readonly AddOnRow[] | undefined => (addOns.length === 0 ? undefined : addOns)

function subscriptionRow(who: string, subscription: SubscriptionPart): SubscriptionRow {
  return {
    id: subscription.id,
    who,
    provider: undefined,
    status: statusOf(subscription.state),
    plan: subscription.plan,
    quantity: subscription.quantity,
    addOns: addOnsOf(subscription),
    periodStart: subscription.periodStart,
    periodEnd: subscription.periodEnd,
    cancelAtPeriodEnd: endsWithPeriod(subscription),
    seats: subscription.seats,
  }
}

/**
 * What a customer may use, and until when: a function of what was paid, of grace and of the trial, and of nothing else.
 * While a renewal awaits its first outcome access stays, to the end of the draft window and then from moment to moment.
 */
function accessOf(who: string, subscription: SubscriptionPart, now: Instant, policy: Policy): AccessRow | undefined {
  const { plan, quantity, paidThrough, graceUntil, dueUntil, periodEnd } = subscription
  const row = (until: Instant | undefined, because: AccessRow['because']): AccessRow | undefined =>
    until !== undefined && now < until ? { who, plan, quantity, addOns: addOnsOf(subscription), until, because } : undefined
  switch (subscription.state) {
    case 'incomplete':
    case 'incomplete expired':
      return undefined
    case 'trialing':
      return row(periodEnd, 'trial')
    // Whoever leaves, pauses or is suspended has nothing paid left, unless the debt for the running period is paid after all.
    case 'active':
      return row(paidThrough, 'paid') ?? row(dueUntil, 'terms')
    case 'unpaid':
    case 'paused':
    case 'canceled':
      return row(paidThrough, 'paid')
    case 'renewing':
      if (subscription.orderedAt !== undefined)
        return row(provisionalUntil(periodEnd, now, policy.provisionalAccess ?? 'until settled'), 'renewing')
      return row(Math.max(later(periodEnd, policy.draftWindow), graceUntil ?? 0, now + 1) as Instant, 'renewing')
    case 'past due':
      return row(graceUntil, 'grace')
    default:
      return subscription.state satisfies never
  }
}

/** What policy grants to whoever signs up for the first time, while a bank has the order; at most the period that it pays for. */
function whileOrdered({ who, subscriptions }: AccountState, now: Instant, policy: Policy): AccessRow | undefined {
  const subscription = partAt(subscriptions, subscriptions.length - 1)
  if (subscription?.state !== 'incomplete' || subscription.orderedAt === undefined) return undefined
  const { plan, quantity, periodStart, periodEnd } = subscription
  const granted = provisionalUntil(periodStart, now, policy.provisionalSignup ?? 'none')
  if (granted === undefined) return undefined
  const until = Math.min(granted, periodEnd) as Instant
  return now < until ? { who, plan, quantity, addOns: addOnsOf(subscription), until, because: 'ordered' } : undefined
}

/** While an order is settled, which takes days, access is told of by the day, or by policy until its cap. */
function provisionalUntil(from: Instant, now: Instant, grants: NonNullable<Policy['provisionalAccess']>): Instant | undefined {
  if (grants === 'none') return undefined
  if (grants !== 'until settled') return later(from, grants.capped)
  const day = days(1)
  return (from + (Math.floor((now - from) / day) + 1) * day) as Instant
}
