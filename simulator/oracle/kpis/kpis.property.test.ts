import { hours, later, minor, utc, type View } from '#machines'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chargeOf, invoiceOf, lineOf, postingOf, refundOf, sceneOf, subscribed, subscriptionOf } from '../scene-of.fixture.ts'
import { lookAt } from './kpis.ts'
import { KpiMeter } from './meter.ts'
import { recounted } from './recount.ts'

const start = utc('2024-03-10')
const at = (hour: number) => later(start, hours(hour))
const hour = fc.integer({ min: 0, max: 12 })
const plan = fc.constantFrom('basic', 'pro', 'team')
const quantity = fc.integer({ min: 1, max: 2 })

const subscription = fc
  .record({
    plan,
    quantity,
    status: fc.constantFrom('trialing', 'active', 'past due', 'canceled'),
    ends: hour,
    begins: fc.constantFrom(0, 1),
  })
  .map(({ ends, begins, ...rest }) => subscriptionOf({ ...rest, periodStart: at(begins), periodEnd: at(ends) }))
/** What an invoice is for stays; only its status changes from look to look. */
const bill = fc.record({
  reason: fc.constantFrom('signup', 'renewal', 'upgrade', 'quantity'),
  line: fc.record({ plan, quantity, from: hour.map(at), to: hour.map(at), amount: fc.constantFrom(-5, 0, 700).map(minor) }),
})
const status = fc.constantFrom('quote', 'open', 'paid', 'void', 'uncollectible')
const look = fc.record({
  gap: fc.integer({ min: 0, max: 3 }),
  when: fc.constantFrom('commit', 'quiet', 'end'),
  subscriptions: fc.array(subscription, { maxLength: 1 }),
  statuses: fc.tuple(status, status, status),
  isBooked: fc.boolean(),
  isRefunded: fc.boolean(),
})

it('come out the same, whichever way they are counted, of whatever there is to be seen', () => {
  let [seen, met] = [0, 0]
  fc.assert(
    fc.property(fc.tuple(bill, bill, bill), fc.array(look, { maxLength: 8 }), (bills, drawn) => {
      const meter = new KpiMeter()
      let now = 0
      const looks = drawn.map(({ gap, when, subscriptions, statuses, isBooked, isRefunded }) => {
        now += gap
        const invoices = bills.map(({ reason, line }, index) =>
          invoiceOf({ id: `${index}`, reason, status: statuses[index]!, lines: [lineOf(line)] }),
        )
        const view: View = { subscriptions, invoices, ledger: isBooked ? [postingOf('cash', 999, 'ch_ada_1')] : [] }
        const charges = [chargeOf({ metadata: { item: 'ada/sub 1', reason: 'upgrade' } })]
        const balance = [{ id: 'txn_ada_1', owner: 'ada', amount: minor(999), cause: 'ch_ada_1', at: start }]
        const truth = { balance, charges, refunds: isRefunded ? [refundOf({})] : [], commands: [subscribed] }
        return lookAt(sceneOf({ at: when, now: at(now), view, truth }))
      })
      for (const each of looks) meter.sees(each)
      const { kpis } = meter
      expect(kpis).toEqual(recounted(looks))
      seen++
      if (kpis.rollbacks > 0 || kpis.upgradeDebt > 0 || kpis.recoveries.length > 0) met++
    }),
    { numRuns: 600 },
  )
  // Most of what is drawn has something to count.
  expect(met * 3).toBeGreaterThan(seen)
})
