import type { Command, CommandKind, Currency, Duration, Instant, Policy } from '#machines'
import { chargeUnitOf, days, defaultPolicy, minor } from '#machines'
import { placesAbroad, worldAbroad } from './abroad.ts'
import { addOnsFor, addOnWishes } from './add-ons.ts'
import { type CardsOptions, startsAt, type Wish, workloadFor } from './cards.ts'
import { couponFirst, couponsFor, couponWishes } from './coupons.ts'
import type { Draw } from './draw.ts'
import type { Drawn } from './scenario.ts'
import { helpdesk } from './helpdesk.ts'
import { seating } from './seating.ts'
import { secondSignups } from './second-signups.ts'
import { placeTroubles, placeWishes, taxedAsDrawn, withPlace } from './taxes.ts'
import { changeSoonAfterRenewal, type Life, growsEachMonth, partOf, renewalTroubles } from './troubles.ts'

/** Plans by the month, and a shorter and a longer one. */
const ofAllIntervals: Policy = {
  ...defaultPolicy,
  addOns: addOnsFor(defaultPolicy),
  coupons: couponsFor(defaultPolicy),
  plans: [
    ...defaultPolicy.plans,
    { key: 'weekly', price: minor(599), interval: 'week' },
    { key: 'yearly', price: minor(19_990), interval: 'year' },
  ],
}

/** How collecting ends, by seeds: mostly as most do it. */
const endings = ['cancel', 'cancel', 'pause', 'cancel', 'unpaid'] as const satisfies readonly Policy['endAction'][]

/** What may be used while a renewal, or a signup, is settled, by seeds. */
const provisional = ['until settled', 'none', { capped: days(3) }] as const satisfies readonly Policy['provisionalAccess'][]

/**
 * What policy may say otherwise. Under every other seed a customer whose bank takes a payment up again may use nothing until it has decided;
 * under every third one what is given back in full is over.
 */
const underSeed = (seed: number, policy: Policy): Policy => ({
  ...policy,
  endAction: endings[Math.floor(seed / 2) % endings.length]!,
  fullRefund: seed % 3 === 0 ? 'cancel' : policy.fullRefund,
  // Of coupons mostly one counts at a time.
  ...(seed % 5 === 3 ? { couponsStack: true } : {}),
  disputeAccess: seed % 2 === 0 ? policy.disputeAccess : 'withhold',
  provisionalAccess: provisional[seed % provisional.length]!,
  provisionalSignup: provisional[Math.floor(seed / 3) % provisional.length]!,
})

/** Who may get a seat. */
const seats = ['fay', 'gil', 'hal'] as const

const wishesIn = (policy: Policy): readonly Wish[] => [
  ...placeWishes(policy),
  ...addOnWishes(policy),
  [() => ({ do: 'undo cancel' }), 16],
  [(draw) => ({ do: 'change plan', plan: draw.among(policy.plans).key, when: 'now' }), 14],
  [(draw) => ({ do: 'change quantity', quantity: draw.within(1, 4), when: 'now' }), 14],
  [() => ({ do: 'delete account' }), 6],
  [() => ({ do: 'pause' }), 18],
  [() => ({ do: 'resume' }), 18],
  [(draw) => ({ do: 'extend trial', by: draw.among([days(1), days(7), days(14)]) }), 6],
  [(draw) => ({ do: 'cut trial', by: draw.among([days(1), days(7), days(60)]) }), 6],
  ...policy.plans.filter(({ interval }) => interval !== 'month').map(({ key: plan }): Wish => [() => ({ do: 'change plan', plan }), 7]),
  // Less than a period costs, about as much, or more than several do.
  [(draw) => ({ do: 'grant credit', amount: minor(draw.among([1, 500, 999, 1_980, 1_999, 12_345]) * chargeUnitOf(policy)) }), 12],
  ...couponWishes(policy),
  [(draw) => ({ do: 'assign seat', seat: draw.among(seats) }), 18],
  [(draw) => ({ do: 'unassign seat', seat: draw.among(seats) }), 8],
  [() => ({ do: 'pay debt' }), 12],
  [(draw) => ({ do: 'refund', amount: partOf(draw, chargeUnitOf(policy)) }), 8],
  [(draw) => ({ do: draw.among(['void invoice', 'write off', 'mark paid']) }), 10],
]

const commands = [
  'delete account',
  'undo cancel',
  'extend trial',
  'cut trial',
  'assign seat',
  'unassign seat',
  'grant credit',
  'apply coupon',
  'remove coupon',
  'change add-on',
  'set place',
  'pause',
  'resume',
  'pay debt',
  'void invoice',
  'write off',
  'mark paid',
  'recompute',
] as const satisfies readonly CommandKind[]

/** What all whole lives have in common. */
const wholeLife = (name: string, policy: Policy) =>
  ({
    name,
    policy,
    more: wishesIn(policy),
    withoutMethod: 400,
    onTerms: 80,
    // Accounts are debited in their own currency alone.
    byDebit: policy.currency === 'usd' ? 60 : 0,
    brings: (draw: Draw, joins: Duration) => couponFirst(draw, joins, policy),
    says: (draw: Draw, command: Command) => withPlace(draw, policy, command),
    troubles: (draw: Draw, life: Life) => [
      ...renewalTroubles(draw, life),
      ...changeSoonAfterRenewal(draw, life),
      ...secondSignups(draw, life),
      ...seating(draw, life),
      ...(policy.taxes === undefined ? [] : placeTroubles(draw, life)),
    ],
    beside: (draw: Draw, life: Life) => [...growsEachMonth(draw, life), ...helpdesk(draw, life)],
  }) satisfies CardsOptions

/** Lives on cards with everything that a billing system of one's own takes: what customers ask for, and operators do. */
export const wholeLives = {
  kind: 'drawn',
  name: 'whole-lives',
  about:
    'customers on cards with all that may happen to a subscription: taken back cancellations, trials that are moved or begin without a card, ' +
    'credit, coupons, taxes, old debts that are paid, two clicks on one button, seats, invoices that are sent, operators who look',
  needs: commands,
  workloadFor: (seed: number, starts?: Instant) =>
    workloadFor(seed, {
      ...wholeLife('whole-lives', underSeed(seed, taxedAsDrawn(ofAllIntervals, 'whole-lives', seed))),
      ...startsAt(starts),
    }),
} as const satisfies Drawn

/** About half a dollar's worth: what a provider takes no less of is an input of policy where it states nothing. */
const leastIn: Partial<Record<Currency, Pick<Policy, 'minimumCharge'>>> = {
  krw: { minimumCharge: minor(700) },
  kwd: { minimumCharge: minor(150) },
  bhd: { minimumCharge: minor(190) },
}

/** The same in all currencies and by the clocks of all zones. */
export const wholeLivesAbroad: Drawn = {
  kind: 'drawn',
  name: 'whole-lives-abroad',
  about:
    'whole lives in a currency and a zone of the seed’s, begun where clocks are put, at month ends, on leap days and at the end of a year',
  needs: commands,
  places: placesAbroad,
  workloadFor(seed, starts) {
    const { policy: plain, ...world } = worldAbroad('whole-lives-abroad', seed)
    const partialPayment = seed % 4 < 2 ? ('give back' as const) : ('keep' as const)
    const catalogue = { ...plain, ...leastIn[plain.currency], partialPayment, addOns: addOnsFor(plain), coupons: couponsFor(plain) }
    const policy = underSeed(seed, taxedAsDrawn(catalogue, 'whole-lives-abroad', seed))
    return workloadFor(seed, { ...world, ...wholeLife('whole-lives-abroad', policy), ...startsAt(starts) })
  },
}
