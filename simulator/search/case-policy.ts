import type { AddOn, Coupon, Currency, JobPolicy, JobType, Minor, Plan, Policy, Taxes, Zone } from '#machines'
import { defaultPolicy } from '#machines'
import { isoDuration, parseIsoDuration } from './iso-duration.ts'

type Provisional<Cap> = 'until settled' | 'none' | { readonly capped: Cap }

/** A policy as a case file has it: spans as ISO 8601 text; currency and zone stand beside it. */
export interface CasePolicy {
  readonly plans: readonly Plan[]
  readonly addOns?: readonly AddOn[]
  readonly coupons?: readonly Coupon[]
  readonly couponsStack?: boolean
  readonly taxes?: Taxes
  readonly grace: string
  readonly retries: readonly string[]
  readonly endAction: Policy['endAction']
  readonly draftWindow: string
  readonly changeExpires: string
  readonly lookupAfter: string
  readonly lateSuccess: Policy['lateSuccess']
  readonly fullRefund: Policy['fullRefund']
  readonly accessOnTerms?: 'until due' | 'once paid'
  readonly provisionalAccess?: Provisional<string>
  readonly provisionalSignup?: Provisional<string>
  readonly partialPayment?: 'keep' | 'give back'
  /** Left out in cases that are older than it. */
  readonly disputeAccess?: Policy['disputeAccess']
  readonly chargeUnit?: Minor
  readonly minimumCharge?: Minor
  readonly chargesFrom?: Minor
  /** How jobs that fail are tried again; files from before there was such a policy mean the usual one. */
  readonly jobs?: CaseJobs | undefined
}

interface CaseJobs {
  readonly gaps: Readonly<Record<JobType, readonly string[]>>
  readonly deaths: number
}

const cappedAs = <From, To>(access: Provisional<From>, as: (cap: From) => To): Provisional<To> =>
  typeof access === 'object' ? { capped: as(access.capped) } : access

/** What policy grants before a bank has settled an order, each cap in other words. */
const provisionalAs = <From, To>(
  { provisionalAccess, provisionalSignup }: { readonly [Key in 'provisionalAccess' | 'provisionalSignup']?: Provisional<From> | undefined },
  as: (cap: From) => To,
): { readonly [Key in 'provisionalAccess' | 'provisionalSignup']?: Provisional<To> } => ({
  ...(provisionalAccess === undefined ? {} : { provisionalAccess: cappedAs(provisionalAccess, as) }),
  ...(provisionalSignup === undefined ? {} : { provisionalSignup: cappedAs(provisionalSignup, as) }),
})

export function policyInWords({ currency: _, zone: __, provisionalAccess, provisionalSignup, ...policy }: Policy): CasePolicy {
  return {
    ...policy,
    grace: isoDuration(policy.grace),
    retries: policy.retries.map(isoDuration),
    draftWindow: isoDuration(policy.draftWindow),
    changeExpires: isoDuration(policy.changeExpires),
    lookupAfter: isoDuration(policy.lookupAfter),
    jobs: { ...policy.jobs, gaps: gapsAs(policy.jobs.gaps, isoDuration) },
    ...provisionalAs({ provisionalAccess, provisionalSignup }, isoDuration),
  }
}

function gapsAs<From, To>({ payment, notification, other }: Readonly<Record<JobType, readonly From[]>>, as: (gap: From) => To) {
  return { payment: payment.map(as), notification: notification.map(as), other: other.map(as) }
}

const jobsIn = ({ gaps, deaths }: CaseJobs): JobPolicy => ({ gaps: gapsAs(gaps, parseIsoDuration), deaths })

/** @throws RangeError when a span cannot be read */
export function policyOf(world: { readonly policy: CasePolicy; readonly currency: Currency; readonly zone: Zone }): Policy {
  const { provisionalAccess, provisionalSignup, ...policy } = world.policy
  return {
    ...policy,
    ...provisionalAs({ provisionalAccess, provisionalSignup }, parseIsoDuration),
    currency: world.currency,
    zone: world.zone,
    grace: parseIsoDuration(policy.grace),
    retries: policy.retries.map(parseIsoDuration),
    draftWindow: parseIsoDuration(policy.draftWindow),
    changeExpires: parseIsoDuration(policy.changeExpires),
    lookupAfter: parseIsoDuration(policy.lookupAfter),
    disputeAccess: policy.disputeAccess ?? defaultPolicy.disputeAccess,
    jobs: policy.jobs === undefined ? defaultPolicy.jobs : jobsIn(policy.jobs),
  }
}
