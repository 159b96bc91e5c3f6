import { figuresCountedTwice, KpiMeter, type Look } from '#simulator'
import { wrongJudge } from '../mutant.ts'

/** What runs on trial is shown as if it were paid for. */
const withoutTrials = ({ view, ...rest }: Look): Look => {
  const subscriptions = (view.subscriptions ?? []).map((row) => (row.status === 'trialing' ? { ...row, status: 'active' as const } : row))
  const { invoices, ledger, credits } = view
  return { ...rest, view: { subscriptions, invoices, ledger, credits, 'dead letters': view['dead letters'] } }
}

/** The meter of the figures takes trials for time that must stand on an invoice: coverage looks worse than it is. */
export const oracleFigures = wrongJudge({ name: 'figures', declares: 'BS202' }, (standard) => [
  ...standard,
  figuresCountedTwice(() => {
    const meter = new KpiMeter()
    return {
      sees: (look) => meter.sees(withoutTrials(look)),
      get kpis() {
        return meter.kpis
      },
    }
  }),
])
