import type { View } from '#machines'
import { later, hours, minor, utc } from '#machines'
import { describe, expect, it } from 'vitest'
import { chargeOf, invoiceOf, postingOf, sceneOf, subscriptionOf, subscribed, upgradeOf } from '../scene-of.fixture.ts'
import type { Scene } from '../scene.ts'
import { brokenPromises, joinedKpis, type Kpis, lookAt, noKpis } from './kpis.ts'
import { KpiMeter } from './meter.ts'
import { recounted } from './recount.ts'

const start = utc('2024-03-10')
const cash = [postingOf('cash', 999, 'ch_ada_1')]
const balance = [{ id: 'txn_ada_1', owner: 'ada', amount: minor(999), cause: 'ch_ada_1', at: start }]
const usual: View = {
  subscriptions: [subscriptionOf({})],
  invoices: [invoiceOf({ lines: [{ ...invoiceOf({}).lines[0]!, from: utc('2024-02-29'), to: utc('2024-03-31') }] })],
  ledger: cash,
}

/** Both counts of looks an hour apart; they must be one. */
function countOf(...views: readonly (View & { readonly truth?: Partial<Scene['truth']>; readonly at?: Scene['at'] })[]): Kpis {
  const meter = new KpiMeter()
  const looks = views.map(({ truth, at = 'quiet', ...view }, index) =>
    lookAt(
      sceneOf({
        at,
        now: later(start, hours(index)),
        view: { ...usual, ...view },
        truth: { balance, refunds: [], commands: [subscribed], ...truth },
      }),
    ),
  )
  for (const look of looks) meter.sees(look)
  expect(meter.kpis).toEqual(recounted(looks))
  return meter.kpis
}

describe('the figures', () => {
  it('of a healthy hour', () =>
    expect(countOf(usual, usual)).toEqual({ ...noKpis, watched: hours(1), running: hours(1), covered: hours(1) }))

  it('count a plan that went back, unless its money did', () => {
    const pro = { subscriptions: [subscriptionOf({ plan: 'pro' })] }
    expect(countOf(pro, usual).rollbacks).toBe(1)
    const charges = [chargeOf({ id: 'ch_ada_3', metadata: { item: 'ada/sub 1', reason: 'upgrade' } })]
    const refunds = [
      {
        id: 're_ada_1',
        owner: 'ada',
        charge: 'ch_ada_3',
        amount: minor(1),
        at: start,
        status: 'succeeded' as const,
        key: undefined,
        metadata: {},
      },
    ]
    expect(countOf(pro, { ...usual, truth: { charges, refunds } }).rollbacks).toBe(0)
    const over = { subscriptions: [subscriptionOf({ plan: 'pro', periodEnd: start })] }
    expect(countOf(over, { subscriptions: [subscriptionOf({ periodEnd: start })] }).rollbacks).toBe(0)
  })

  it('count what was granted before it was paid, and not what was only offered', () => {
    const offer = { invoices: [...usual.invoices!, upgradeOf({ status: 'quote' })] }
    expect(countOf(offer).upgradeDebt).toBe(0)
    const granted = { ...offer, subscriptions: [subscriptionOf({ plan: 'pro' })] }
    expect(countOf(granted).upgradeDebt).toBe(851)
    expect(countOf(granted, { ...granted, invoices: [...usual.invoices!, upgradeOf({ status: 'paid' })] }).upgradeDebt).toBe(0)
  })

  it('count where books differ when nothing runs, and how long', () => {
    const behind = { ledger: [] }
    expect(countOf(usual, behind, behind, usual, behind)).toMatchObject({ disagreements: 2, recoveries: [hours(2)] })
    expect(countOf(usual, { ...behind, at: 'commit' }, usual)).toMatchObject({ disagreements: 0 })
  })

  it('count the time that is on no invoice, and none of a subscription that ended', () => {
    expect(countOf({ invoices: [] }, { invoices: [] })).toMatchObject({ running: hours(1), covered: 0 })
    expect(countOf({ invoices: [] }, usual)).toMatchObject({ covered: hours(1) })
    const ends = later(start, (hours(1) / 2) as ReturnType<typeof hours>)
    const half = [subscriptionOf({ periodEnd: ends })]
    expect(countOf({ subscriptions: half }, { subscriptions: [subscriptionOf({ status: 'canceled', periodEnd: ends })] })).toMatchObject({
      running: hours(1) / 2,
    })
  })

  it('count jobs that gave up where a system shows them', () => {
    const dead = {
      'dead letters': [
        { who: 'ada', job: 'a', state: 'dead' },
        { who: 'ada', job: 'b', state: 'backing off' },
      ],
    } as unknown as View
    expect(countOf(usual).deadLetters).toBeUndefined()
    expect(countOf({ ...usual, ...({ 'dead letters': [] } as View) }, dead, dead).deadLetters).toBe(1)
  })
})

it('are joined in any order, and say what was not kept', () => {
  const bad = { ...noKpis, rollbacks: 1, disagreements: 2, recoveries: [5], running: 2, covered: 1, upgradeDebt: 3 }
  const good = { ...noKpis, recoveries: [1, 9], disagreements: 2, deadLetters: 0 }
  expect(joinedKpis(bad, good)).toEqual(joinedKpis(good, bad))
  expect(joinedKpis(bad, good)).toMatchObject({ recoveries: [1, 5, 9], disagreements: 4, deadLetters: 0 })
  expect(brokenPromises(bad)).toEqual(['rollbacks', 'upgrade bad debt', 'state disagreements that never ended', 'invoice coverage'])
  expect(brokenPromises(good)).toEqual([])
})
