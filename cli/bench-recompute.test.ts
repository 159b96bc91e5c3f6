import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type FactsHeader, writeNdjson } from '#bench'
import { commandAccepted, customerCreated, decided, defaultPolicy, methodAttached, minor, paymentSucceeded, utc } from '#machines'
import { exits } from './exit.ts'
import { main } from './main.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function bench(...words: readonly string[]): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), stdin: async () => '' }
  const exit = await main(['bench', 'recompute', ...words], { ...io, cwd, isTerminal: false, now: () => 0 })
  return { exit, out, err }
}

const at = utc('2024-01-31')
const header: FactsHeader = {
  format: 'billstorm facts',
  version: 1,
  profile: 'core',
  asOf: utc('2024-02-10'),
  policies: [defaultPolicy],
  facts: 6,
  accounts: 1,
  seed: 1,
}
/** Ada pays for a month. */
const start = {
  kind: 'start attempt',
  key: 'ada/sub 1/signup/attempt 1',
  turn: 4,
  who: 'ada',
  attempt: 'ada/sub 1/signup/attempt 1',
  invoice: 'ada/sub 1/signup',
  ordinal: 1,
  send: 1,
  amount: minor(1_999),
  credited: minor(0),
  lines: [{ item: 'ada/sub 1', plan: 'pro', quantity: 1, from: at, to: utc('2024-02-29'), amount: minor(1_999) }],
  currency: 'usd',
  customer: 'cus_ada',
  method: 'pm_ada',
  reason: 'signup',
  purpose: 'signup',
  from: at,
  isDebt: false,
  onSession: true,
} as const
const facts = [
  commandAccepted('ada', 1, 1, { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' }, { at }),
  customerCreated('ada', 'cus_ada', { at }),
  decided({ kind: 'attach method', key: 'ada/method 1', turn: 3, who: 'ada', method: 'card', customer: 'cus_ada' }, at),
  methodAttached('ada/method 1', 'pm_ada', { at }),
  decided(start, at),
  paymentSucceeded(start.attempt, { payment: 'pi_1', charge: 'ch_1' }, { at }),
]
const writer = writeNdjson(join(cwd, 'ada.ndjson'), header)
writer.add(facts.map((fact) => ({ policy: 0, fact })))
writer.commit()
const quick = ['--rounds', '1', '--time', '1']

it('recomputes a file and says how fast, to people and to machines', async () => {
  const { exit, out, err } = await bench('--facts', 'ada.ndjson', ...quick)
  expect(err).toBe('')
  expect(exit).toBe(exits.held)
  expect(out).toContain('6 facts of 1 accounts, profile core')
  expect(out).toMatch(/by hand +[\d,]+ facts\/s/)
  const json = await bench('--facts', 'ada.ndjson', '--json', ...quick)
  const report = JSON.parse(json.out) as { readonly digest: string; readonly prefix: object }
  expect(report).toMatchObject({ wrong: [], file: { facts: 6, accounts: 1 }, prefix: { digest: report.digest } })
  expect(out).toContain(`digest ${report.digest}`)
})

it('says where a file is wrong', async () => {
  writeFileSync(join(cwd, 'bad.ndjson'), `${JSON.stringify({ ...header, version: 2 })}\n`)
  const { exit, err } = await bench('--facts', 'bad.ndjson', ...quick)
  expect(exit).toBe(exits.misuse)
  expect(err).toMatch(/bad\.ndjson, line 1: the header is of version 2/)
})

it.each([
  [
    'all that it should',
    `echo '{"account":"ada","status":"active","paid":1999,"paidThrough":${utc('2024-02-29')}}'`,
    exits.held,
    /EQUAL in all 1 accounts/,
  ],
  [
    'something else',
    `echo '{"account":"ada","paid":1900}'`,
    exits.broken,
    /ada: paid; paid -0\.99 usd\n {2}paid +expected 1999, got 1900\n {4}2024-01-31/,
  ],
  ['no state', 'echo hello', exits.broken, /WRONG echo hello: line 1 is no JSON: "hello"/],
  ['nothing, and fails', 'exit 3', exits.undecided, /WRONG exit 3: ended with code 3/],
])('holds what a command of your own prints against ours: %s', async (_, command, exit, says) => {
  const ran = await bench('--facts', 'ada.ndjson', '--own', command)
  expect(ran.out).toMatch(says)
  expect(ran.exit).toBe(exit)
})

it('holds a system’s own recompute against ours, one of ours by its name and one’s own by its module', async () => {
  const ours = await bench('--facts', 'ada.ndjson', '--own', 'reference')
  expect(ours.out).toMatch(/compared: status, plan, quantity, paidThrough, paid, due, currency\nEQUAL in all 1 accounts/)
  writeFileSync(join(cwd, 'mine.ts'), 'export const system = 5\n')
  const none = await bench('--facts', 'ada.ndjson', '--own', './mine.ts')
  expect(none.exit).toBe(exits.misuse)
  expect(none.err).toMatch(/--own "\.\/mine\.ts" cannot be run; it says .*no function `system`/)
}, 30_000)

it('a growth is that of drawn files', async () => {
  const { exit, err } = await bench('--facts', 'ada.ndjson', '--growth')
  expect(exit).toBe(exits.misuse)
  expect(err).toMatch(/--growth draws files up to --facts, a number from 500, not "ada\.ndjson"/)
})

it('says of a command that is not there, or takes too long', async () => {
  const missing = await bench('--facts', 'ada.ndjson', '--own', 'no-such-command-anywhere')
  expect(missing.exit).toBe(exits.misuse)
  expect(missing.err).toMatch(/--own "no-such-command-anywhere" cannot be run/)
  const slow = await bench('--facts', 'ada.ndjson', '--own', 'sleep 100', '--time-limit', '1', '--json')
  expect(slow.exit).toBe(exits.undecided)
  expect(JSON.parse(slow.out)).toMatchObject({ failure: { kind: 'failed', says: 'did not end within 1 s' } })
})

it('stores how fast it is, and holds itself against that', async () => {
  const saved = await bench('--facts', 'ada.ndjson', '--save', 'ratios.json', '--rounds', '7')
  expect(saved).toMatchObject({ exit: exits.held, err: '' })
  expect(saved.out).toMatch(/6 facts, profile core, digest [0-9a-f]{16}: a fold in .* kernels and .* folds by hand, median of 7/)
  const again = await bench('--facts', 'ada.ndjson', '--against', 'ratios.json', '--fail-below', '0.0001')
  expect(again.exit).toBe(exits.held)
  expect(again.out).toMatch(/of the stored speed by the kernel, 95 % of resamples from/)
  expect((await bench('--facts', 'ada.ndjson', '--against', 'nowhere.json')).err).toMatch(/nowhere\.json holds no stored ratios/)
  expect((await bench('--facts', 'ada.ndjson', '--save', 'x.json', '--fail-below', '2')).err).toMatch(/--fail-below takes a number/)
}, 60_000)
