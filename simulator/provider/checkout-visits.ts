import { minor } from '#machines'
import type { Method, Who } from '#machines'
import { findSession, type Session, type SessionEntry } from './checkout.ts'
import { createCustomer, liveCustomer, type Customer } from './customers.ts'
import { Refusal } from './errors.ts'
import { ownerOf } from './ids.ts'
import type { InvoiceEntry } from './invoice-objects.ts'
import { attach, newDebit, newMethod, type DebitKind } from './payment-methods.ts'
import { authenticateIntent, findIntent, newIntent, processIntent, settleProcessing, tryIntent, type IntentEntry } from './payments.ts'
import { metadata, text } from './read.ts'
import { authenticateSetup, confirmSetupIntent, createSetupIntent } from './setup-intents.ts'
import { isOver, type SubscriptionEntry } from './subscription-objects.ts'
import { missingMethodIn, trialEndIn } from './subscription-requests.ts'
import { startSubscription } from './subscription-starts.ts'
import { after, emit, revise, wholeSecond, type Work } from './work.ts'

/** What a customer's visit to the page came to. */
export type Visit = 'complete' | 'declined' | 'closed'

/**
 * The customer fills the page in and presses the button. The bank's question is answered on the page. When the card is
 * declined the page stays open.
 */
export function completeSession(work: Work, id: string, method: Method, authenticates: boolean): Visit {
  const entry = findSession(work, id)
  if (entry.object.status !== 'open') return 'closed'
  switch (entry.object.mode) {
    case 'subscription':
      return subscribe(work, entry, method, authenticates)
    case 'payment':
      return pay(work, entry, method, authenticates)
    case 'setup':
      return saveCard(work, entry, method, authenticates)
    default:
      throw entry.object.mode satisfies never
  }
}

/** The page is done with, and says so once everything else has happened. */
function finish(work: Work, entry: SessionEntry, customer: Customer | undefined, change: Partial<Session>): Visit {
  const owner = ownerOf(entry.object.id)!
  work.store.timer(owner, 'session expires', entry.object.id, undefined)
  const { customer_email: email } = entry.object
  const next: Session = {
    ...entry.object,
    status: 'complete',
    url: null,
    customer: customer?.id ?? null,
    customer_details: {
      address: null,
      email: customer?.email ?? email,
      name: customer?.name ?? owner,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    ...change,
  }
  revise(work, owner, undefined, entry, next)
  emit(work, owner, 'checkout.session.completed', next)
  return 'complete'
}

/** The customer of a page: given, met at an earlier try, or made now. */
function customerOf(work: Work, { object, hidden }: SessionEntry, owner: Who): Customer {
  const known = object.customer ?? hidden.customer
  if (known !== undefined && known !== null) return liveCustomer(work, known, 'customer').object
  return createCustomer(work, { name: owner, ...(object.customer_email === null ? {} : { email: object.customer_email }) })
}

/** When the card is declined there is no subscription. */
function subscribe(work: Work, entry: SessionEntry, method: Method, authenticates: boolean): Visit {
  const owner = ownerOf(entry.object.id)!
  const before = work.store.snapshot()
  const customer = customerOf(work, entry, owner)
  const card = attach(work, newMethod(work, owner, method), customer.id)
  const { data } = entry.hidden
  const started = startSubscription(work, {
    customer,
    items: entry.hidden.items,
    method: card.object.id,
    trialEnd: trialEndIn(work, data),
    attempts: true,
    collection: 'charge_automatically',
    daysUntilDue: undefined,
    metadata: metadata(data),
    description: text(data, 'description') ?? null,
    cancelAtPeriodEnd: false,
    cancelAt: null,
    saveMethod: 'off',
    missingMethod: missingMethodIn(data) ?? 'create_invoice',
  })
  const invoice = work.store.get<InvoiceEntry>(started.object.latest_invoice!)!
  if (started.object.status === 'incomplete' && invoice.hidden.intent !== undefined)
    authenticateIntent(work, invoice.hidden.intent, authenticates)
  const now = work.store.get<SubscriptionEntry>(started.object.id)!
  if (now.object.status === 'incomplete' || isOver(now.object.status)) {
    work.store.undoKeepingAttempts(owner, before)
    return 'declined'
  }
  return finish(work, entry, customer, {
    subscription: now.object.id,
    invoice: invoice.object.id,
    payment_status: now.object.status === 'trialing' ? 'no_payment_required' : 'paid',
  })
}

/** Whoever comes back after a decline pays the same intent. */
function pay(work: Work, entry: SessionEntry, method: Method, authenticates: boolean): Visit {
  const { object, hidden } = entry
  const owner = ownerOf(object.id)!
  const { data } = hidden
  const usage = text(data, 'setup_future_usage') ?? null
  const keepsCustomer = object.customer !== null || object.customer_creation === 'always' || usage !== null
  const customer = keepsCustomer ? customerOf(work, entry, owner) : undefined
  if (object.amount_total === 0) return finish(work, entry, customer, { payment_status: 'no_payment_required' })
  const notes = metadata(data)
  const intent =
    object.payment_intent === null
      ? newIntent(
          work,
          {
            owner,
            amount: minor(object.amount_total!),
            currency: object.currency!,
            customer: customer?.id ?? null,
            method: null,
            description: text(data, 'description') ?? null,
            metadata: notes,
            purpose: notes['purpose'] ?? object.id,
            invoice: undefined,
            setupFutureUsage: usage,
            session: object.id,
          },
          {
            receipt_email: text(data, 'receipt_email') ?? null,
            statement_descriptor: text(data, 'statement_descriptor') ?? null,
            payment_method_types: object.payment_method_types,
          },
        )
      : findIntent(work, object.payment_intent)
  const known = revise(
    work,
    owner,
    undefined,
    entry,
    { ...object, payment_intent: intent.object.id },
    { ...hidden, customer: customer?.id },
  )
  const debit = object.payment_method_types.find((type): type is DebitKind => type !== 'card')
  if (debit !== undefined && !object.payment_method_types.includes('card')) return order(work, known, intent, customer, method, debit)
  const tried = tryIntent(work, intent, newMethod(work, owner, method), false)
  const outcome = tried.outcome === 'needs action' ? authenticateIntent(work, intent.object.id, authenticates)!.outcome : tried.outcome
  return outcome === 'succeeded' ? finish(work, known, customer, { payment_status: 'paid' }) : 'declined'
}

/** The bank takes the order, and tells in days whether there was money. @source billing.md 1.3, delayed methods; how long ○ */
function order(
  work: Work,
  entry: SessionEntry,
  intent: IntentEntry,
  customer: Customer | undefined,
  method: Method,
  debit: DebitKind,
): Visit {
  const { id } = entry.object
  processIntent(work, intent, newDebit(work, ownerOf(id)!, method, debit))
  work.store.timer(ownerOf(id)!, 'session settles', id, after(wholeSecond(work.now), work.settings.debitSettles))
  return finish(work, entry, customer, { payment_status: 'unpaid' })
}

/** The bank has told. @source SN `checkout.session.async_payment_succeeded`, `checkout.session.async_payment_failed` */
export function settleSession(work: Work, id: string): void {
  const entry = findSession(work, id)
  const owner = ownerOf(id)!
  const outcome = settleProcessing(work, findIntent(work, entry.object.payment_intent!))
  const next: Session = outcome === 'succeeded' ? { ...entry.object, payment_status: 'paid' } : entry.object
  revise(work, owner, undefined, entry, next)
  emit(work, owner, outcome === 'succeeded' ? 'checkout.session.async_payment_succeeded' : 'checkout.session.async_payment_failed', next)
}

/** A card is kept for later; no money moves. */
function saveCard(work: Work, entry: SessionEntry, method: Method, authenticates: boolean): Visit {
  const { object, hidden } = entry
  const owner = ownerOf(object.id)!
  const keepsCustomer = object.customer !== null || object.customer_creation === 'always'
  const customer = keepsCustomer ? customerOf(work, entry, owner) : undefined
  const setup =
    object.setup_intent ??
    createSetupIntent(work, { ...hidden.data, ...(customer === undefined ? {} : { customer: customer.id }) }, { owner, session: object.id })
      .id
  const known = revise(work, owner, undefined, entry, { ...object, setup_intent: setup }, { ...hidden, customer: customer?.id })
  try {
    const tried = confirmSetupIntent(work, setup, { payment_method: newMethod(work, owner, method).object.id })
    const done = tried.status === 'requires_action' ? authenticateSetup(work, setup, authenticates) : tried
    return done.status === 'succeeded' ? finish(work, known, customer, {}) : 'declined'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return 'declined'
  }
}
