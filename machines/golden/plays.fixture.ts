import fc from 'fast-check'
import type { Command } from '../domain/command.ts'
import { methods } from '../domain/command.ts'
import { days, type Duration, hours, type Instant, later, minutes, utc } from '../domain/instant.ts'
import { minor } from '../domain/money.ts'
import { type Coupon, defaultPolicy, endActions, type Policy, type Taxes } from '../domain/policy.ts'
import { outcomes, type Play } from './play.ts'

const start = utc('2024-01-31T09:00:00Z')
/** All plays are over by then. */
export const until = later(start, days(100))

const coupons: readonly Coupon[] = [
  { key: 'third', off: { percent: 33 }, lasts: 'forever' },
  { key: 'once', off: { amount: minor(500) }, lasts: 'once' },
  { key: 'free', off: { percent: 100 }, lasts: { months: 1 } },
]

const rates: Taxes['rates'] = [
  { place: 'hamburg', percent: 19 },
  { place: 'new york', percent: 8.875 },
]

export const policies: fc.Arbitrary<Policy> = fc
  .record({
    retries: fc.constantFrom(defaultPolicy.retries, [], [days(1)]),
    endAction: fc.constantFrom(...endActions),
    fullRefund: fc.constantFrom('cancel' as const, 'keep' as const),
    disputeAccess: fc.constantFrom('withhold' as const, 'keep' as const),
    grace: fc.constantFrom(days(14), days(0)),
    coupons: fc.constant(coupons),
    couponsStack: fc.boolean(),
    plans: fc.constantFrom(
      defaultPolicy.plans,
      defaultPolicy.plans.map((plan) => ({ ...plan, interval: 'week' as const })),
      // Changes of plan are switches of interval as well.
      [
        { key: 'basic', price: minor(300), interval: 'week' as const },
        { key: 'pro', price: minor(1_999), interval: 'month' as const },
        { key: 'team', price: minor(9_990), interval: 'year' as const },
      ],
    ),
  })
  .chain((some) =>
    fc
      .constantFrom<{ readonly taxes?: Taxes }>({}, { taxes: { prices: 'exclusive', rates } }, { taxes: { prices: 'inclusive', rates } })
      .map((taxes) => ({ ...defaultPolicy, ...some, ...taxes })),
  )

const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constant('subscribe' as const),
    plan: fc.constantFrom('basic', 'pro'),
    quantity: fc.integer({ min: 1, max: 3 }),
    method: fc.constantFrom(...methods),
  }),
  fc.record({ do: fc.constant('change plan' as const), plan: fc.constantFrom('basic', 'pro', 'team') }),
  fc.record({ do: fc.constant('change quantity' as const), quantity: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('cancel' as const), when: fc.constantFrom('now' as const, 'period end' as const) }),
  fc.record({ do: fc.constantFrom('undo cancel' as const, 'undo cancel' as const, 'delete account' as const) }),
  fc.record({ do: fc.constantFrom('extend trial' as const, 'cut trial' as const), by: fc.constantFrom(days(1), days(7), days(30)) }),
  fc.record({ do: fc.constantFrom('assign seat' as const, 'unassign seat' as const), seat: fc.constantFrom('fay', 'gil', 'hal') }),
  fc.record({ do: fc.constant('update method' as const), method: fc.constantFrom(...methods) }),
  fc.record({ do: fc.constant('authenticate' as const), succeeds: fc.boolean() }),
  fc.record({ do: fc.constant('refund' as const) }),
  fc.record({ do: fc.constant('apply coupon' as const), coupon: fc.constantFrom(...coupons.map(({ key }) => key)) }),
  fc.record({ do: fc.constant('remove coupon' as const) }),
  fc.record({ do: fc.constant('remove coupon' as const), coupon: fc.constantFrom(...coupons.map(({ key }) => key)) }),
  fc.record({ do: fc.constant('set place' as const), place: fc.constantFrom(...rates.map(({ place }) => place)) }),
  fc.record({ do: fc.constantFrom('pay debt', 'void invoice', 'write off', 'mark paid') }) as fc.Arbitrary<Command>,
  fc.record({ do: fc.constantFrom('pay debt', 'mark paid'), amount: fc.integer({ min: 1, max: 2_500 }) }) as fc.Arbitrary<Command>,
  fc.record({ do: fc.constant('refund' as const), amount: fc.integer({ min: 1, max: 900 }) }) as fc.Arbitrary<Command>,
)

const gaps = fc.oneof(fc.constantFrom(0, 500, minutes(1), minutes(59), hours(1), hours(23), days(1)), fc.integer({ min: 0, max: days(30) }))

export const plays: fc.Arbitrary<Play> = fc
  .record({
    trial: fc.option(fc.constantFrom(days(7), days(14)), { nil: undefined }),
    isBare: fc.boolean(),
    isHome: fc.nat(3).map((nth) => nth > 0),
    terms: fc.option(fc.constantFrom(days(0), days(14)), { nil: undefined, freq: 4 }),
    steps: fc.array(fc.record({ gap: gaps, command: commands }), { maxLength: 8 }),
    drawn: fc.array(fc.constantFrom(...outcomes), { maxLength: 14 }),
    refundsFail: fc.constantFrom(0, 1),
    refused: fc.constantFrom([], [1], [2]),
    said: fc.array(
      fc.record({ gap: gaps, of: fc.nat(2), stands: fc.constantFrom('asked', 'taken', 'lost', 'won', 'dropped'), unheard: gaps }),
      { maxLength: 4 },
    ),
    given: fc.array(fc.record({ gap: gaps, of: fc.nat(2), amount: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }) }), {
      maxLength: 2,
    }),
    taken: fc.array(fc.record({ gap: gaps, ordinal: fc.integer({ min: 1, max: 2 }) }), { maxLength: 1 }),
    latency: fc.constantFrom(0, 1, 2_000, 90_000) as fc.Arbitrary<Duration>,
  })
  .map(({ trial, isBare, isHome, terms, steps, drawn, refundsFail, refused, said, given, taken, latency }) => {
    const plain = { do: 'subscribe', plan: 'pro', quantity: 1 } as const
    const subscribe: Command =
      trial === undefined
        ? { ...plain, method: 'card', ...(terms === undefined ? {} : { terms }) }
        : isBare
          ? { ...plain, trial }
          : { ...plain, method: 'card', trial }
    // Refused where no tax is kept; elsewhere most say soon where they are.
    const home: Command = { do: 'set place', place: 'hamburg' }
    const settles = isHome ? [{ at: later(start, minutes(1)), command: home }] : []
    let at = (start as number) + minutes(1)
    const wishes = steps.map(({ gap, command }) => ({ at: (at += gap) as Instant, command }))
    let told = start as number
    const banks = said
      .map(({ gap, of, stands, unheard }) => ({ at: (told += gap) as Instant, of, stands, heardAt: (told + unheard) as Instant }) as const)
      .toSorted((a, b) => a.heardAt - b.heardAt)
    let back = start as number
    const dashboard = given.map(({ gap, of, amount }) => ({
      at: (back += gap) as Instant,
      of,
      amount: amount === undefined ? undefined : minor(amount),
    }))
    const detaches = taken.map(({ gap, ordinal }) => ({ at: later(start, gap as Duration), ordinal }))
    return {
      banks,
      detaches,
      dashboard,
      commands: [{ at: start, command: subscribe }, ...settles, ...wishes],
      inTurn: drawn,
      refundsFail,
      refusedMethods: refused,
      latency,
      until,
    }
  })
