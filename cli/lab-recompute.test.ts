import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openFacts, writeBinary, type FactLine } from '#bench'
import { exits } from './exit.ts'
import { billstormIn } from './told.fixture.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const lab = (words: string) => billstorm(`lab ${words}`)

const billstorm = (words: string) => billstormIn(cwd)(words.split(' '))

/** All facts, those that were there first, and those that came later. */
beforeAll(async () => {
  await lab('facts --facts 2000 --profile core --cache cache --out all.facts')
  const reader = openFacts(join(cwd, 'all.facts'))
  const lines: FactLine[] = []
  for (const batch of reader.batches()) lines.push(...batch)
  for (const [name, some] of [
    ['first', lines.slice(0, 1_990)],
    ['later', lines.slice(1_990)],
  ] as const) {
    const writer = writeBinary(join(cwd, `${name}.facts`), { ...reader.header, facts: some.length })
    writer.add(some)
    writer.commit()
  }
})

it('adds facts to a state, and comes to the digest that all of them together have', async () => {
  const made = await lab('recompute --facts first.facts --state a.state')
  expect(made.exit).toBe(exits.held)
  expect(made.out).toMatch(/^first\.facts: \d+ accounts, [\d,]+ new facts, \d+ known or told twice\na\.state: made; /)
  const added = await lab('recompute --facts later.facts --state a.state --json')
  const report = JSON.parse(added.out) as { digest: string; fresh: number; repeated: number; accounts: number }
  expect(report.fresh + report.repeated).toBe(10)
  const whole = await billstorm('bench recompute --facts all.facts --rounds 1 --prefix 100 --time 1 --json')
  expect((JSON.parse(whole.out) as { digest: string }).digest).toBe(report.digest)
  const printed = await lab('recompute --facts later.facts --state a.state --print-state')
  expect(printed.err).toContain(`digest ${report.digest}\n`)
  const lines = printed.out.trimEnd().split('\n')
  expect(lines.length).toBe(report.accounts)
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ account: expect.any(String), currency: 'usd' })
})

it.each([
  ['--state b.state', /required option '--facts <file>' not specified/],
  ['--facts all.facts', /required option '--state <file>' not specified/],
  ['--facts none.facts --state b.state', /there is no file of facts "none.facts"; lab facts --out none.facts writes one/],
  ['--facts all.facts --state nowhere/b.state', /there is no folder "nowhere" to keep nowhere\/b.state in; make it first/],
  ['--facts all.facts --state all.facts', /--facts and --state name the same file/],
  ['--facts all.facts --state b.state --json --print-state', /leave out --json, or --print-state/],
  ['--facts all.facts --state strange', /strange, byte 0: is no state of accounts; name another with --state/],
])('takes no %s', async (words, says) => {
  writeFileSync(join(cwd, 'strange'), 'strange')
  const { exit, err } = await lab(`recompute ${words}`)
  expect(exit).toBe(exits.misuse)
  expect(err).toMatch(says)
  expect(existsSync(join(cwd, 'b.state'))).toBe(false)
})
