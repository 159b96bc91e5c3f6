import type { TraceRecord } from '#simulator'
import { expect, it } from 'vitest'
import { utc } from '#machines'
import { invoicesIn, invoiceTrace, invoiceTraceText } from './invoice-trace.ts'

const invoice = 'ada/sub 1/signup'
let step = 0
const record = (
  kind: TraceRecord['kind'],
  cause: number,
  says: string,
  about: readonly string[] = [],
  over: Partial<TraceRecord> = {},
) => ({
  step: ++step,
  at: utc('2024-01-31T09:00:00Z'),
  kind,
  activity: 'ada/subscribe',
  subject: says,
  cause,
  who: 'ada',
  payload: 0,
  drawn: 0,
  says,
  about,
  ...over,
})
const attempt = `${invoice}/attempt 1`
const trace: readonly TraceRecord[] = [
  record('command', 0, 'ada: subscribe'),
  record('call', 1, 'reads facts'),
  record('commit', 2, 'write account: committed', [`${attempt}/decided`, attempt]),
  record('commit', 3, 'write claim: committed', [attempt]),
  record('call', 4, 'asks payment_intents.create', [attempt]),
  record('event', 5, 'payment_intent.succeeded pi_ada_1', ['pi_ada_1', invoice]),
  record('call', 0, 'asks customers.create', ['bob/customer'], { who: 'bob' }),
  record('answer', 5, 'payment_intents.list: 200', [attempt], { subject: 'payment_intents.list' }),
  record('commit', 8, 'write facts: conflict', [`${attempt}/succeeded`, attempt]),
  record('effect', 8, 'mail: …', [`${attempt} receipt`], { at: utc('2024-01-31T09:01:00Z') }),
  record('answer', 4, 'payment_intents.list: 200', [attempt], { subject: 'payment_intents.list' }),
]

it('tells who did what, each because of the line that it says, from the request on', () => {
  expect(invoiceTraceText(trace, invoice)).toEqual([
    'ada/sub 1/signup: 7 steps from 1 request, each with its cause',
    '   1  31 Jan 09:00:00  ada       subscribe',
    '   2  ·                request   decides: attempt 1',
    '   3  ·                request   asks payment_intents.create',
    '   4  ·                provider  payment_intent.succeeded pi_ada_1',
    '   5  ·                request   payment_intents.list: 200  ← 3',
    '   6  ·                request   learns: attempt 1 succeeded; not written, somebody was faster',
    '   7  31 Jan 09:01:00  request   mails: attempt 1 receipt  ← 5',
    '      ← n: because of line n; without it: because of the line above',
  ])
})

it('says of what nobody knows the cause', () => {
  const torn = trace.filter(({ kind }) => kind !== 'command')
  expect(invoiceTrace(torn, invoice).filter(({ isRoot, because }) => !isRoot && because === undefined)).toHaveLength(1)
  expect(invoiceTraceText(torn, invoice).slice(0, 2)).toEqual([
    'ada/sub 1/signup: 6 steps from nothing that is known; of 1 nobody knows why',
    '   1  31 Jan 09:00:00  request   decides: attempt 1  ← nobody knows why',
  ])
})

it('knows the invoices that a run tells of', () => expect(invoicesIn(trace)).toEqual([invoice]))
