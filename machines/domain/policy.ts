import type { PlanKey } from './command.ts'
import type { Duration } from './instant.ts'
import { days, hours, minutes } from './instant.ts'
import type { Currency, Minor } from './money.ts'
import { decimalsOf, minor } from './money.ts'
import { defaultJobPolicy, type JobPolicy } from './job.ts'

export const intervals = ['week', 'month', 'year'] as const
export type Interval = (typeof intervals)[number]

/** Whose clocks periods are counted by: one that is never put, one by an hour, one by half an hour, one that lost a day. */
export const zones = ['UTC', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'] as const
export type Zone = (typeof zones)[number]

export interface Plan {
  readonly key: PlanKey
  /** Per unit of quantity and period, in minor units of the policy's currency. */
  readonly price: Minor
  readonly interval: Interval
}

/** What may be bought beside a plan. */
export interface AddOn {
  readonly key: string
  /** Per unit of quantity and period; where an interval has none it is not sold by that. */
  readonly prices: Readonly<Partial<Record<Interval, Minor>>>
}

/** A price that is lowered, as the catalogue has it: by how much, and for how long. */
export interface Coupon {
  readonly key: string
  /** Whole per cent of a period's price, or an amount of it; not of each seat. */
  readonly off: { readonly percent: number } | { readonly amount: Minor }
  /** For one period, for all that begin within so many months of the first, or for all. */
  readonly lasts: 'once' | 'forever' | { readonly months: number }
}

/** What is taxed where. A place without a rate of its own is a place that nobody knows. */
export interface Taxes {
  /** Are the catalogue's prices with tax inside, or does it come on top? */
  readonly prices: 'inclusive' | 'exclusive'
  readonly rates: readonly {
    readonly place: string
    /** Of the net price; at most four decimals, 0 where nothing is taxed. */
    readonly percent: number
  }[]
}

/** Who owns cycle, proration and retries of a subscription. */
export type Authority = 'ours' | 'provider'

export const subscriptionStatuses = [
  'incomplete',
  'incomplete expired',
  'trialing',
  'active',
  'past due',
  'unpaid',
  'paused',
  'canceled',
] as const
export type SubscriptionStatus = (typeof subscriptionStatuses)[number]

export const endActions = ['cancel', 'unpaid', 'pause'] as const
export type EndAction = (typeof endActions)[number]

/** Every knob that changes an outcome; the reference and the oracle read the same ones. */
export interface Policy {
  readonly currency: Currency
  /** Of which whole multiple charges and refunds must be; undefined: what `chargeUnitOf` says of the currency. */
  readonly chargeUnit?: Minor
  /** The provider takes no smaller charge; undefined: what it says itself of the currency. */
  readonly minimumCharge?: Minor
  /** We charge no less: what is due below it goes to the balance. Undefined: what the provider takes no less of. */
  readonly chargesFrom?: Minor
  /** Periods begin and end by its calendar and clocks, where we own the cycle. A provider counts in UTC. */
  readonly zone: Zone
  readonly plans: readonly Plan[]
  /** Keys are none of the plans'. */
  readonly addOns?: readonly AddOn[]
  /** What customers may redeem; undefined: nothing. Amounts are whole charge units. */
  readonly coupons?: readonly Coupon[]
  /**
   * Several coupons may be in hand, one of each, and all of them lower a period: in the catalogue's order, each what the one before has
   * left. Otherwise a newer one takes the place of the one before.
   */
  readonly couponsStack?: boolean
  /** Undefined: no tax is kept, and nobody needs to know where a customer is. */
  readonly taxes?: Taxes
  /** Access while a renewal that was never paid is being retried, counted from the period's end. */
  readonly grace: Duration
  /** Gaps between attempts after the first failure; their number is the retry budget. */
  readonly retries: readonly Duration[]
  /**
   * What becomes of the subscription when the retries are used up. What is paused keeps its plan, its items and its seats; it may use
   * nothing and is billed nothing until somebody resumes it, which begins a new period and is paid first. What was owed stays a debt.
   */
  readonly endAction: EndAction
  /** From the period's end to the renewal's first attempt (a provider's draft hour). */
  readonly draftWindow: Duration
  /** What may be used before an invoice that was sent is paid: all of it until that is due, or nothing. */
  readonly accessOnTerms?: 'until due' | 'once paid'
  /**
   * What may be used after a period's end while what renews it is ordered and not settled: as before, nothing, or as before for so long
   * after that end. A change that is ordered gives nothing before it is settled.
   */
  readonly provisionalAccess?: 'until settled' | 'none' | { readonly capped: Duration }
  /**
   * What may be used while the payment of a first signup is ordered and not settled: nothing, which is the default, what was signed up
   * for, or that for so long after the signup. Whoever comes back, or resumes, may use nothing before it is settled.
   */
  readonly provisionalSignup?: 'until settled' | 'none' | { readonly capped: Duration }
  /** An unpaid signup or change is dropped after this long. */
  readonly changeExpires: Duration
  /** An unknown payment outcome is looked up again after this long, until it is known. */
  readonly lookupAfter: Duration
  /** Money that arrives for a change that was already dropped. */
  readonly lateSuccess: 'refund'
  /** What came for an invoice that is given up before the rest came: it stays on it, or goes to the customer's balance. */
  readonly partialPayment?: 'keep' | 'give back'
  /**
   * A full refund of what the running period began with ends access and the subscription, or leaves both. Of a step up alone, or of
   * a period that is over, it is a matter of money.
   */
  readonly fullRefund: 'cancel' | 'keep'
  /** Access while a bank has not decided about a payment for the running period. */
  readonly disputeAccess: 'withhold' | 'keep'
  /** How often jobs that fail are tried, and when. */
  readonly jobs: JobPolicy
}

export const defaultPolicy: Policy = {
  currency: 'usd',
  zone: 'UTC',
  plans: [
    { key: 'basic', price: minor(999), interval: 'month' },
    { key: 'pro', price: minor(1_999), interval: 'month' },
    { key: 'team', price: minor(4_900), interval: 'month' },
  ],
  grace: days(14),
  retries: [days(3), days(5), days(7)],
  endAction: 'cancel',
  draftWindow: hours(1),
  changeExpires: hours(23),
  lookupAfter: minutes(5),
  lateSuccess: 'refund',
  fullRefund: 'keep',
  disputeAccess: 'keep',
  jobs: defaultJobPolicy,
}

/**
 * Charges and refunds are whole multiples of so many minor units: 10 where the currency has three decimals, for card networks
 * know two of them.
 * @source SD/currencies, three-decimal currencies ●: 5.124 KWD is charged as 5120 or 5130; read 2026-11-21
 */
export const chargeUnitOf = ({ chargeUnit, currency }: Pick<Policy, 'chargeUnit' | 'currency'>): Minor =>
  chargeUnit ?? minor(decimalsOf[currency] === 3 ? 10 : 1)

/** What one of an add-on costs for a period of an interval; undefined where it is not sold so. */
export const addOnPrice = ({ addOns = [] }: Policy, key: string, interval: Interval): Minor | undefined =>
  addOns.find((each) => each.key === key)?.prices[interval]

/**
 * The least that is charged; of other currencies than these it is a policy's to say.
 * @source billing.md 1.4 ●: about half a dollar's worth; 1.1 ◐: what is due below it is moved to the customer's balance
 */
const leastCharges: Readonly<Record<Currency, number>> = { usd: 50, eur: 50, gbp: 30, jpy: 50, krw: 0, kwd: 0, bhd: 0 }

/** Whoever is asked for less gets it with the next invoice. */
export const leastChargeOf = ({
  chargesFrom,
  minimumCharge,
  currency,
}: Pick<Policy, 'chargesFrom' | 'minimumCharge' | 'currency'>): Minor => chargesFrom ?? minimumCharge ?? minor(leastCharges[currency])

/**
 * Terms on which the plans of an interval are sold: what is sent is due, and was reminded of once, before the next one is sent.
 * So one invoice is open at a time, and money that comes needs nobody to say what it is for.
 */
export const mostTerms: Readonly<Record<Interval, Duration>> = { week: days(0), month: days(14), year: days(30) }

/** @throws RangeError when the catalogue has no such plan: an author's mistake */
export function planOf(policy: Policy, key: PlanKey): Plan {
  const plan = policy.plans.find((candidate) => candidate.key === key)
  if (plan === undefined)
    throw new RangeError(`no plan ${JSON.stringify(key)}; the catalogue has ${policy.plans.map((each) => each.key).join(', ')}`)
  return plan
}
