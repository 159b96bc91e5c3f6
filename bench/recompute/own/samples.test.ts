import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isKnownByHand } from '../known-by-hand.fixture.ts'
import { historiesOf, written } from '../histories.fixture.ts'
import { benchOwn } from './own.ts'
import { ownText } from './own-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(folder, { recursive: true }))
const { header, lines } = await historiesOf(400, isKnownByHand)
// As facts come: some of them twice, and nothing in its order.
const repeats = lines.filter((_, at) => at % 11 === 0)
const mixed = [...lines, ...repeats].map((line, at, all) => all[(at * 7_919) % all.length] ?? line)
const path = written(join(folder, 'core.ndjson'), { header: { ...header, facts: mixed.length }, lines: mixed }, 'core')
const own = (command: string) => benchOwn({ path, own: { command }, cwd: join(import.meta.dirname, '../../..'), limitMs: 60_000 })

const hasGo = spawnSync('go', ['version']).status === 0
const samples = [
  {
    name: 'Go',
    command: 'go run examples/recompute/go/main.go',
    isThere: hasGo,
    says: ['status', 'plan', 'quantity', 'paidThrough', 'paid', 'due', 'currency'],
  },
  {
    name: 'SQL',
    command: `"${process.execPath}" examples/recompute/sql/main.ts`,
    isThere: true,
    says: ['status', 'paidThrough', 'paid', 'currency'],
  },
]

it('each fact is in the file, in another order', () => {
  expect(new Set(mixed).size).toBe(lines.length)
  expect(mixed.slice(0, lines.length)).not.toEqual(lines)
})

describe.each(samples)('the sample in $name', ({ name, command, isThere, says }) => {
  const where = isThere ? '' : ` (skipped: there is no ${name} on this machine)`

  it.skipIf(!isThere)(`comes to the same in every account and in all that it says${where}`, async () => {
    const report = await own(command)
    expect(report.failure).toBeUndefined()
    expect(report.comparison).toMatchObject({ differing: 0, accounts: header.accounts })
    const said = Object.entries(report.comparison!.printed).filter(([, count]) => count === header.accounts)
    expect(said.map(([field]) => field)).toEqual(says)
  })

  it.skipIf(!isThere)(`is named by account, with the money, for its planted mistake${where}`, async () => {
    const report = await own(`${command} --mistake`)
    const { differing, first, money } = report.comparison!
    expect(differing).toBeGreaterThan(0)
    expect(differing).toBeLessThan(header.accounts)
    expect(money).toMatchObject([{ currency: 'usd', due: 0 }])
    expect(money[0]!.paid).toBeGreaterThan(0)
    expect(first.flatMap(({ fields }) => fields)).toEqual(first.map(() => 'paid'))
    for (const { expected, got, account } of report.first) {
      expect(account.who).toBe(expected.account)
      expect(ownText(report)).toContain(`${account.who}: paid; paid +${((Number(got.paid) - expected.paid) / 100).toFixed(2)} usd`)
    }
  })

  it.skipIf(!isThere)(`refuses a profile that it does not know${where}`, async () => {
    const full = written(join(folder, 'full.ndjson'), { header, lines }, 'full')
    const { failure } = await benchOwn({ path: full, own: { command }, cwd: join(import.meta.dirname, '../../..'), limitMs: 60_000 })
    expect(failure).toMatchObject({ kind: 'failed', says: expect.stringContaining('profile core') })
  })
})
