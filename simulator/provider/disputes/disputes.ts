import { minor } from '#machines'
import type { Currency, Duration } from '#machines'
import { move, type BalanceRecord, type ChargeEntry } from '../charges.ts'
import { ownerOf } from '../ids.ts'
import type { InvoiceEntry } from '../invoice-objects.ts'
import type { Entry } from '../store.ts'
import { endSubscription } from '../subscription-ends.ts'
import { isOver, type SubscriptionEntry } from '../subscription-objects.ts'
import { after, emit, revise, unix, wholeSecond, type Work } from '../work.ts'
import type { DisputeCourse } from './courses.ts'
import { warn, warningsAreSpent } from './fraud-warnings.ts'
import {
  evidenceFields,
  findDispute,
  inWords,
  isRefundable,
  type Dispute,
  type DisputeEntry,
  type DisputeHidden,
  type Evidence,
  type VendorStatus,
} from './objects.ts'

/** A bank's moment has come: it takes a payment up, or goes on with what it began. @param subject a charge, or a dispute */
export function disputeGoesOn(work: Work, subject: string): void {
  const charge = work.store.get<ChargeEntry>(subject)!
  if (charge.object.object !== 'charge') return decide(work, findDispute(work, subject))
  const course = charge.hidden.disputes!
  if (!course.startsWith('fraud warning')) return open(work, charge, course)
  warn(work, charge.object)
  if (course === 'fraud warning') return
  work.store.put(ownerOf(subject)!, subject, { object: charge.object, hidden: { ...charge.hidden, disputes: 'lost' } })
  goOnAfter(work, subject, work.settings.disputes.decidesAfter)
}

const goOnAfter = (work: Work, subject: string, by: Duration | undefined): void =>
  work.store.timer(ownerOf(subject)!, 'dispute', subject, by === undefined ? undefined : after(wholeSecond(work.now), by))

const dueFrom = (work: Work): number => unix(after(wholeSecond(work.now), work.settings.disputes.answerWithin))

const noEvidence = Object.freeze(Object.fromEntries(evidenceFields.map((field) => [field, null]))) as Evidence
const nothingHere: Readonly<Record<string, never>> = Object.freeze({})

/** @source billing.md 1.3, dispute money */
function open(work: Work, { object: charge, hidden: hiddenOfCharge }: ChargeEntry, course: DisputeCourse): void {
  const owner = ownerOf(charge.id)!
  const id = work.store.mint('dp', owner)
  const isReturn = course === 'returned'
  const status = course === 'prevented' ? 'prevented' : course.startsWith('inquiry') ? 'warning_needs_response' : 'needs_response'
  const left = charge.amount - charge.amount_refunded
  const { card } = charge.payment_method_details as { readonly card?: { readonly brand: string } }
  const object: Dispute = {
    id,
    object: 'dispute',
    amount: left === 0 ? charge.amount : left,
    balance_transactions: [],
    charge: charge.id,
    created: unix(work.now),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...noEvidence, appeal: null, enhanced_evidence: nothingHere },
    evidence_details: {
      due_by: status === 'prevented' || isReturn ? null : dueFrom(work),
      enhanced_eligibility: nothingHere,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isRefundable(status),
    livemode: false,
    metadata: {},
    network_reason_code: null,
    payment_intent: charge.payment_intent,
    ...(card === undefined
      ? {}
      : {
          payment_method_details: {
            card: {
              brand: card.brand,
              case_type: status === 'prevented' ? 'resolution' : status === 'needs_response' ? 'chargeback' : 'inquiry',
              network: card.brand,
              network_reason_code: null,
            },
            type: 'card',
          },
        }),
    reason: isReturn ? 'bank_cannot_process' : 'general',
    status,
  }
  const fresh: DisputeEntry = { object, hidden: { course, withdrawn: 0, accepted: false } }
  work.store.put(owner, charge.id, { object: { ...charge, disputed: true }, hidden: hiddenOfCharge })
  warningsAreSpent(work, charge.id)
  const taken = status === 'needs_response' ? withdraw(work, fresh, work.settings.disputes.fee) : fresh
  const entry = stand(work, taken, status, {})
  emit(work, owner, 'charge.dispute.created', entry.object)
  if (entry.hidden.withdrawn > 0) emit(work, owner, 'charge.dispute.funds_withdrawn', entry.object)
  if (isReturn) return void close(work, entry, 'lost')
  if (status !== 'prevented') goOnAfter(work, id, work.settings.disputes.answerWithin)
  if (status === 'needs_response' && work.settings.disputes.subscription === 'ends when disputed') endWhatWasPaid(work, charge.id)
}

/** Takes what is left of the payment, and the vendor's price. What was refunded in full is not taken again. @source SN `Dispute.is_charge_refundable` */
function withdraw(work: Work, entry: DisputeEntry, fee: number): DisputeEntry {
  const charge = work.store.get<ChargeEntry>(entry.object.charge)!.object
  const left = charge.amount - charge.amount_refunded
  return left === 0 ? entry : moved(work, entry, 'dispute', -left, fee)
}

function reinstate(work: Work, entry: DisputeEntry): DisputeEntry {
  const { withdrawn } = entry.hidden
  const { fee, feeReturns } = work.settings.disputes
  return withdrawn === 0 ? entry : moved(work, entry, 'dispute_reversal', withdrawn, feeReturns === 'when won' ? -fee : 0)
}

function moved(work: Work, entry: DisputeEntry, kind: 'dispute' | 'dispute_reversal', amount: number, fee: number): DisputeEntry {
  const { id, currency, balance_transactions } = entry.object
  const transaction = move(work, ownerOf(id)!, kind, minor(amount), currency, id, minor(fee))
  const { object } = work.store.get<Entry<BalanceRecord>>(transaction)!
  return {
    object: { ...entry.object, balance_transactions: [...balance_transactions, object] },
    hidden: { ...entry.hidden, withdrawn: entry.hidden.withdrawn - amount },
  }
}

/** Puts a dispute where it stands from now on, in its object and in the books. */
function stand(work: Work, entry: DisputeEntry, status: VendorStatus, change: Partial<Dispute>, hidden?: DisputeHidden): DisputeEntry {
  const { id, charge, amount, currency } = entry.object
  const owner = ownerOf(id)!
  const before = work.store.get<DisputeEntry>(id)?.hidden.withdrawn ?? 0
  const fresh: DisputeEntry = {
    object: { ...entry.object, ...change, status, is_charge_refundable: isRefundable(status) },
    hidden: hidden ?? entry.hidden,
  }
  work.store.put(owner, id, fresh)
  work.store.disputed({
    id,
    owner,
    charge,
    amount: minor(amount),
    currency: currency as Currency,
    at: work.now,
    status: inWords[status],
    moved: minor(before - fresh.hidden.withdrawn),
  })
  return fresh
}

/** Courses in which the bank finds for the merchant who answered. */
const wonIfAnswered: ReadonlySet<DisputeCourse> = new Set(['won', 'withdrawn', 'inquiry, then won', 'won, then lost'])

/**
 * What the bank decides when the merchant's time is up, when the review ends, or when it changes its mind. Who did not answer
 * loses, unless the customer withdrew.
 * @source SD/disputes/how-disputes-work; lost → won ◐ Automattic/woocommerce-payments#4931
 */
function decide(work: Work, entry: DisputeEntry): void {
  const { status } = entry.object
  const { course } = entry.hidden
  switch (status) {
    case 'warning_needs_response':
    case 'warning_under_review':
      if (course === 'inquiry' || isGivenBack(work, entry)) close(work, entry, 'warning_closed')
      else escalate(work, entry)
      break
    case 'needs_response':
      close(work, entry, course === 'withdrawn' ? 'won' : 'lost')
      break
    case 'under_review':
      close(work, entry, wonIfAnswered.has(course) ? 'won' : 'lost')
      break
    case 'lost':
      close(work, entry, 'won')
      break
    case 'won':
      close(work, entry, 'lost')
      break
    // Nothing comes after these.
    case 'warning_closed':
    case 'prevented':
      break
    default:
      throw status satisfies never
  }
}

const isGivenBack = (work: Work, entry: DisputeEntry): boolean => work.store.get<ChargeEntry>(entry.object.charge)!.object.refunded

/** The bank no longer asks, it takes; the merchant may answer anew. */
function escalate(work: Work, entry: DisputeEntry): void {
  const owner = ownerOf(entry.object.id)!
  const { payment_method_details: details, evidence_details: evidence } = entry.object
  const fresh = stand(work, withdraw(work, entry, work.settings.disputes.fee), 'needs_response', {
    evidence_details: { ...evidence, due_by: dueFrom(work), submission_count: 0, submission_method: 'not_submitted' },
    ...(details === undefined ? {} : { payment_method_details: { ...details, card: { ...details.card, case_type: 'chargeback' } } }),
  })
  emit(work, owner, 'charge.dispute.updated', fresh.object, { status: entry.object.status })
  if (fresh.hidden.withdrawn > 0) emit(work, owner, 'charge.dispute.funds_withdrawn', fresh.object)
  goOnAfter(work, fresh.object.id, work.settings.disputes.answerWithin)
  if (work.settings.disputes.subscription === 'ends when disputed') endWhatWasPaid(work, fresh.object.charge)
}

function close(work: Work, entry: DisputeEntry, status: 'won' | 'lost' | 'warning_closed'): DisputeEntry {
  const owner = ownerOf(entry.object.id)!
  const { withdrawn } = entry.hidden
  const again = status === 'lost' && entry.object.status === 'won'
  const settled = status === 'won' ? reinstate(work, entry) : again ? withdraw(work, entry, 0) : entry
  const fresh = stand(work, settled, status, {})
  emit(work, owner, 'charge.dispute.closed', fresh.object)
  if (fresh.hidden.withdrawn < withdrawn) emit(work, owner, 'charge.dispute.funds_reinstated', fresh.object)
  if (fresh.hidden.withdrawn > withdrawn) emit(work, owner, 'charge.dispute.funds_withdrawn', fresh.object)
  const changes = !fresh.hidden.accepted && entry.hidden.course === `${status}, then ${status === 'won' ? 'lost' : 'won'}`
  goOnAfter(work, fresh.object.id, changes && !hasChanged(entry) ? work.settings.disputes.decidesAfter : undefined)
  if (status === 'lost' && work.settings.disputes.subscription === 'ends when lost') endWhatWasPaid(work, fresh.object.charge)
  return fresh
}

/** A bank changes its mind once. */
const hasChanged = ({ object: { status } }: DisputeEntry): boolean => status === 'won' || status === 'lost'

/** The account's setting: whose payment is disputed has no subscription any more. @source billing.md 1.1, `payment_disputed` */
function endWhatWasPaid(work: Work, charge: string): void {
  const invoice = work.store.get<ChargeEntry>(charge)!.hidden.invoice
  const id = invoice === undefined ? undefined : work.store.get<InvoiceEntry>(invoice)?.hidden.subscription
  const subscription = id === undefined ? undefined : work.store.get<SubscriptionEntry>(id)
  if (subscription !== undefined && !isOver(subscription.object.status))
    endSubscription(work, subscription.object.id, { reason: 'payment_disputed' })
}

/** The merchant's answer goes to the bank, which takes its time. */
export function submitted(work: Work, entry: DisputeEntry, previous: Readonly<Record<string, unknown>>): DisputeEntry {
  const { id, status, evidence_details: details } = entry.object
  const fresh = stand(work, entry, status === 'warning_needs_response' ? 'warning_under_review' : 'under_review', {
    evidence_details: { ...details, submission_count: details.submission_count + 1, submission_method: 'manual' },
  })
  emit(work, ownerOf(id)!, 'charge.dispute.updated', fresh.object, { ...previous, status, evidence_details: details })
  goOnAfter(work, id, work.settings.disputes.decidesAfter)
  return fresh
}

/** The merchant gives it up. */
export const accepted = (work: Work, entry: DisputeEntry): Dispute =>
  close(work, { object: entry.object, hidden: { ...entry.hidden, accepted: true } }, 'lost').object

/** The merchant keeps an answer for later, or changes only notes. */
export const noted = (work: Work, entry: DisputeEntry, next: Dispute): Dispute =>
  revise(work, ownerOf(next.id)!, 'charge.dispute.updated', entry, next).object
