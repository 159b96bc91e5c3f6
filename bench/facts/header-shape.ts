import { currencies, endActions, intervals, jobTypes, type Policy, zones } from '#machines'
import { limits, profiles } from './fact-file.ts'
import { type Check, checkOf, count, inShape, instant, list, members, type Shape, text, words } from './shape.ts'

const gaps = list(count)
const percent: Shape = { is: 'number' }
const off: Shape = { is: 'either', of: [members({ percent }), members({ amount: count })] }
const lasts: Shape = { is: 'either', of: [words('once', 'forever'), members({ months: count })] }

const provisional: Shape = { is: 'either', of: [words('until settled', 'none'), members({ capped: count })] }

/** What a policy is, member by member, in a file's header. */
const policyShape = members({
  currency: words(...currencies),
  'chargeUnit?': count,
  'minimumCharge?': count,
  'chargesFrom?': count,
  zone: words(...zones),
  plans: list(members({ key: text, price: count, interval: words(...intervals) })),
  'addOns?': list(members({ key: text, prices: members(Object.fromEntries(intervals.map((each) => [`${each}?`, count]))) })),
  'coupons?': list(members({ key: text, off, lasts })),
  'couponsStack?': { is: 'flag' },
  'taxes?': members({ prices: words('inclusive', 'exclusive'), rates: list(members({ place: text, percent })) }),
  grace: count,
  retries: gaps,
  endAction: words(...endActions),
  draftWindow: count,
  'accessOnTerms?': words('until due', 'once paid'),
  'provisionalAccess?': provisional,
  'provisionalSignup?': provisional,
  changeExpires: count,
  lookupAfter: count,
  lateSuccess: words('refund'),
  'partialPayment?': words('keep', 'give back'),
  fullRefund: words('cancel', 'keep'),
  disputeAccess: words('withhold', 'keep'),
  jobs: members({ gaps: members(Object.fromEntries(jobTypes.map((each) => [each, gaps]))), deaths: count }),
})

export const headerShape = members({
  format: words('billstorm facts'),
  version: count,
  profile: words(...profiles),
  asOf: instant,
  policies: list(policyShape),
  facts: count,
  accounts: count,
  seed: count,
})

/** One way to write each policy. */
export const policyText = (policy: Policy): string => JSON.stringify(inShape(policyShape, policy))

const shaped = checkOf(headerShape)

/** Says what is wrong with a header; which version it has comes first, for all else may be otherwise in another one. */
export const wrongHeader: Check = (value) => {
  const given = value as { readonly format?: unknown; readonly version?: unknown } | null
  if (typeof given !== 'object' || given === null || given.format !== 'billstorm facts')
    return ' does not begin with the header of a file of facts: {"format":"billstorm facts","version":1,…}'
  if (given.version !== 1) return ` is of version ${JSON.stringify(given.version)}; this billstorm reads version 1`
  const wrong = shaped(value)
  if (wrong !== undefined) return wrong
  const { policies, facts } = value as { readonly policies: readonly unknown[]; readonly facts: number }
  if (policies.length > limits.policies) return `.policies has ${policies.length}; at most ${limits.policies} are read`
  return facts > limits.facts ? `.facts says ${facts}; at most ${limits.facts} are read` : undefined
}
