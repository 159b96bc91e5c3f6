import { days, defaultPolicy, later, seconds, utc } from '#machines'
import { caseOf, failureId, signatureOf, type TraceRecord, type Violation, type Workload } from '#simulator'
import type { Found, Outcome } from './outcome.ts'

const starts = utc('2024-02-01T09:00:00Z')
const workload: Workload = {
  scenario: 'cards',
  starts,
  lasts: days(40),
  policy: defaultPolicy,
  story: [{ id: 'subscribe', who: 'ada', at: days(0), command: { do: 'subscribe', plan: 'pro', quantity: 2, method: 'card' } }],
}
const event = 'ada/invoice.paid in_ada_1'
const record = new Map([[`${event}/delivery 1/redeliver`, '12 s'] as const])

const row = (step: number, afterS: number, kind: TraceRecord['kind'], activity: string, subject: string, says: string): TraceRecord => ({
  step,
  at: later(starts, seconds(afterS)),
  kind,
  activity,
  subject,
  cause: step - 1,
  who: 'ada',
  payload: 0,
  drawn: 0,
  says,
})

const trace: readonly TraceRecord[] = [
  row(1, 0, 'command', 'ada/subscribe', 'subscribe', 'ada: subscribe'),
  row(2, 0, 'event', '', 'invoice.paid', 'invoice.paid in_ada_1'),
  row(3, 0, 'delivery', `${event}/delivery 1`, 'in_ada_1', 'invoice.paid in_ada_1, copy 1'),
  row(4, 0, 'acknowledgement', `${event}/delivery 1`, 'in_ada_1', 'answers 200'),
  ...Array.from({ length: 40 }, (_, index) => row(5 + index, 1, 'call', `${event}/delivery 1`, 'invoices', 'reads invoices')),
  row(45, 12, 'delivery', `${event}/delivery 2`, 'in_ada_1', 'invoice.paid in_ada_1, copy 2'),
  row(46, 7_212, 'commit', `${event}/delivery 2`, 'write invoices', 'write invoices: committed'),
  row(47, 7_213, 'acknowledgement', `${event}/delivery 2`, 'in_ada_1', 'answers 200'),
]

const violation: Violation = {
  code: 'BS002',
  name: 'one row per invoice',
  at: trace[45]!.at,
  step: 46,
  witness: {
    clause: 'twice',
    who: 'ada',
    subjects: [{ kind: 'invoice', id: 'in_ada_1' }],
    says: 'ada paid once, invoiced twice for February: booked 39.98, due 19.99',
  },
}

/** An invoice written twice, since its event came twice. */
export function foundWith(change: Partial<Found> = {}): Found {
  const candidate = { workload, record }
  const digest = { semantic: 'a', choices: 'b' }
  const made = { billstorm: '0.1.0', kernel: 1, scenario: 'cards@0', system: 'api 1', node: '24' }
  return {
    id: failureId(candidate, violation),
    violation,
    signature: signatureOf(candidate),
    seed: 1204,
    scenario: 'cards',
    token: 'cards@00000000:1204:api',
    file: caseOf(candidate, violation, digest, 2, { made, provider: 'stripe', apiVersion: '2026-10-28.endive' }),
    elements: 2,
    shrunkFrom: 312,
    executions: 41,
    verified: 2,
    repeats: { same: 3, of: 3 },
    times: 7,
    isKnown: false,
    trace,
    ...change,
  }
}

export const outcomeWith = (change: Partial<Outcome> = {}): Outcome => ({
  verdict: 'broken',
  system: { name: 'api', version: '1', level: 'L2', authority: 'provider', clock: 'controlled' },
  scenarios: ['cards', 'trials/trial-converts'],
  seeds: { first: 1, count: 6_000, shard: undefined },
  runs: 6_001,
  events: 1_234_567,
  deliveries: { total: 60_010, median: 9 },
  tookMs: 20_000,
  faults: new Map([['redeliver', 12]]),
  faultsOff: [{ name: 'crash', because: 'the system lacks crash' }],
  applied: new Map([
    ['BS001', 0],
    ['BS002', 9],
  ]),
  notChecked: ['BS012'],
  notApplicable: [
    { code: 'BS003', because: 'it has no provider' },
    { code: 'BS007', because: 'it has no provider' },
  ],
  metamorphic: { compared: 1_200, skipped: 34 },
  places: new Map([
    ['usd in UTC', 3],
    ['kwd in Pacific/Apia', 0],
  ]),
  unmet: { faults: ['lost'], invariants: ['BS001'], places: ['kwd in Pacific/Apia'] },
  failures: [foundWith()],
  unshown: 0,
  undecided: [],
  digest: '0123456789abcdef',
  ...change,
})
