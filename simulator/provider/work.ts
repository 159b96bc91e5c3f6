import type { Currency, Duration, Instant, Minor, Who } from '#machines'
import type { Choices } from '../kernel/choices.ts'
import type { TwinCalendar } from './calendar.ts'
import type { TwinProration } from './proration.ts'
import type { ApiObject, Entry, Store } from './store.ts'
import type { OutcomeOption } from './outcomes.ts'
import type { TaxRounding } from './totals/totals.ts'
import type { ProviderEvent } from './provider.ts'
import type { Ending } from './subscription-ends.ts'
import type { Subscription } from './subscription-objects.ts'

/** A price of the catalogue; `key` becomes its lookup key. */
export interface CataloguePlan {
  readonly key: string
  readonly price: Minor
  readonly interval: 'day' | 'week' | 'month' | 'year'
}

/** What the twin computes by, in one place, so that a planted error replaces one part and nothing else. */
export interface TwinParts {
  readonly calendar: TwinCalendar
  readonly proration: TwinProration
}

export interface CardTwinOptions {
  readonly plans: readonly CataloguePlan[]
  readonly currency: Currency
  /** Gaps between automatic attempts; their number is how often a failed renewal is tried again. */
  readonly retries?: readonly Duration[]
  /** What becomes of a subscription whose retries are used up. */
  readonly endAction?: 'cancel' | 'unpaid' | 'past due'
  /** From a renewal's draft to its finalization. */
  readonly draftWindow?: Duration
  /** How long an incomplete subscription or a pending update waits for its payment. */
  readonly incompleteExpires?: Duration
  /** How long objects are missing from search after their creation. */
  readonly searchLag?: Duration
  /**
   * Less than this is not charged: intents are refused, invoices carry it over. One for all currencies or one for each; where
   * nothing is said, the vendor's least amount.
   */
  readonly minimumCharge?: Minor | Readonly<Partial<Record<Currency, Minor>>>
  /** Charges and refunds are whole multiples of it. Undefined: what card networks ask of the currency. */
  readonly chargeUnit?: Minor
  /** From an order to debit an account to its bank's answer. */
  readonly debitSettles?: Duration
  /** What the account, the vendor and the banks do about disputes. */
  readonly disputes?: Partial<DisputeSettings>
  /** Tax is rounded on each line, or once for all lines of a rate. The vendor lets the account choose. */
  readonly taxRounding?: TaxRounding
  /** When the account is told of invoices that were sent: so long before their day, so long after it. No vendor publishes it. */
  readonly dueNotices?: { readonly willBeDue?: Duration; readonly overdue?: Duration }
  /** Which invoice uses up a coupon that is good once: the first, or the first it takes something off. Not confirmed. */
  readonly onceIsUsedBy?: 'first invoice' | 'first amount off'
  /** The account's default API version. */
  readonly apiVersion?: string
  readonly parts?: Partial<TwinParts>
  /** Undefined in a run: no address is told anything there, and nobody stands at the controls. */
  readonly served?: Served
}

/** What a twin has besides when it is served at an address, to programs that it knows nothing of. */
export interface Served {
  /** The secret that signs what an endpoint is told. */
  secretOf(endpoint: string): string
  /** Why nothing may be told to an address; undefined: it may. */
  refuses(url: string): string | undefined
  /** Where a person finds the page that a system opened. */
  pageOf(session: string): string
  /** What whoever stands at the controls has a bank answer next; undefined: what the card and the seed say. */
  bankAnswers(owner: Who): OutcomeOption | undefined
}

/** No vendor publishes these: inputs of policy, all of them. */
export interface DisputeSettings {
  /** The vendor's price of a dispute, taken when the money is. */
  readonly fee: Minor
  readonly feeReturns: 'never' | 'when won'
  /** How long the merchant may take to answer; who does not has lost. */
  readonly answerWithin: Duration
  /** How long the bank takes over an answer, over a warning, and until it changes its mind. */
  readonly decidesAfter: Duration
  /** The account's setting for the subscription whose payment is disputed. */
  readonly subscription: 'goes on' | 'ends when disputed' | 'ends when lost'
}

export type TwinSettings = Required<Omit<CardTwinOptions, 'parts' | 'disputes' | 'served'>> & {
  readonly disputes: DisputeSettings
  readonly served: Served | undefined
}

export type Outcome = 'succeeded' | 'declined' | 'needs action'

/** What one object's change means for another kind. Wired where the twin is assembled, so that files form no circle. */
export interface Hooks {
  /** An intent's attempt ended; its invoice may care. */
  intentSettled(work: Work, intent: string, outcome: Outcome): void
  invoicePaid(work: Work, invoice: string): void
  /** An attempt at an open invoice failed or waits for its customer. */
  invoiceUnpaid(work: Work, invoice: string, outcome: 'declined' | 'needs action'): void
  /** A subscription ended; its schedule may care. */
  subscriptionEnded(work: Work, subscription: Subscription, reason: Ending['reason']): void
  /** Void or uncollectible: nobody waits for its money any more. */
  invoiceDropped(work: Work, invoice: string): void
}

/** What every operation and timer works with. */
export interface Work {
  readonly store: Store
  readonly now: Instant
  readonly choices: Choices
  readonly settings: TwinSettings
  readonly parts: TwinParts
  readonly hooks: Hooks
  readonly key: string | undefined
}

export const unix = (instant: Instant): number => Math.floor(instant / 1_000)
export const wholeSecond = (instant: Instant): Instant => (Math.floor(instant / 1_000) * 1_000) as Instant
export const fromUnix = (second: number): Instant => (second * 1_000) as Instant
export const after = (instant: Instant, by: Duration): Instant => (instant + by) as Instant

/** Something happened: the event keeps the object as it is now. */
export function emit(work: Work, owner: Who, type: string, object: ApiObject, previous?: Readonly<Record<string, unknown>>): void {
  const event: ProviderEvent = {
    id: work.store.mint('evt', owner),
    type,
    owner,
    at: work.now,
    object,
    ...(previous === undefined ? {} : { previous }),
    ...(work.key === undefined ? {} : { key: work.key }),
  }
  work.store.record(event)
}

/** The members that differ, with the values they had; undefined when none does. */
function changed(from: ApiObject, to: ApiObject): Readonly<Record<string, unknown>> | undefined {
  let previous: Record<string, unknown> | undefined
  for (const field in to) if (from[field] !== to[field]) (previous ??= {})[field] = from[field] ?? null
  return previous
}

/** Replaces an object and says so, if anything is different. */
export function revise<O extends ApiObject, H>(
  work: Work,
  owner: Who,
  type: string | undefined,
  entry: Entry<O, H>,
  next: O,
  hidden = entry.hidden,
): Entry<O, H> {
  const fresh = { object: next, hidden }
  work.store.put(owner, next.id, fresh)
  if (type !== undefined) {
    const previous = changed(entry.object, next)
    if (previous !== undefined) emit(work, owner, type, next, previous)
  }
  return fresh
}
