import { hours, later, minor, utc } from '#machines'
import { expect, it } from 'vitest'
import { invoiceOf, lineOf, postingOf, sceneOf, subscribed, subscriptionOf } from '../scene-of.fixture.ts'
import { figuresCountedTwice, type Meter } from './counted-twice.ts'
import { KpiMeter } from './meter.ts'

const start = utc('2024-03-10')
const view = {
  subscriptions: [subscriptionOf({})],
  invoices: [invoiceOf({ lines: [lineOf({ from: utc('2024-02-29'), to: utc('2024-03-31') })] })],
  ledger: [postingOf('cash', 999, 'ch_ada_1')],
}
const balance = [{ id: 'txn_ada_1', owner: 'ada', amount: minor(999), cause: 'ch_ada_1', at: start }]
const sceneAt = (hour: number, at: 'commit' | 'quiet' | 'end') => ({
  ...sceneOf({ at, now: later(start, hours(hour)), view, truth: { balance, refunds: [], commands: [subscribed] } }),
  before: hour === 0 ? undefined : view,
})

/** What it says of a run of three looks. */
function runOf(judge: ReturnType<typeof figuresCountedTwice>): readonly string[] {
  const scenes = [sceneAt(0, 'commit'), sceneAt(1, 'quiet'), sceneAt(2, 'end')]
  return scenes.flatMap((scene) =>
    judge.applies(scene) === 0 ? [] : judge.violations(scene).map(({ clause, says }) => `${clause}: ${says}`),
  )
}

it('holds when both count the same, run after run', () => {
  const judge = figuresCountedTwice(() => new KpiMeter())
  expect([runOf(judge), runOf(judge)]).toEqual([[], []])
})

it('names the figure that a meter gets wrong, with both counts', () => {
  const blind = (): Meter => {
    const meter = new KpiMeter()
    return {
      sees: (look) => meter.sees({ ...look, view: { ...look.view, invoices: [] } }),
      get kpis() {
        return meter.kpis
      },
    }
  }
  expect(runOf(figuresCountedTwice(blind))).toEqual([
    `covered: covered came to 0 while the run went on, and to ${hours(2)} when it was over`,
  ])
})
