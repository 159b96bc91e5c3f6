import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeBinary } from '../../facts/binary/binary-writer.ts'
import { compiled } from '../compiled.ts'
import { gather } from '../gather.ts'
import { historiesOf, written } from '../histories.fixture.ts'
import { recount } from '../job.ts'
import type { StateLine } from '../state-line.ts'
import { benchOwn } from './own.ts'
import { ownText } from './own-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(cwd, { recursive: true }))
const histories = await historiesOf(20)
const path = written(join(cwd, 'full.ndjson'), histories)
let right = ''
const { header, grouping } = await gather(path, { part: 0, of: 1 })
recount(grouping.accounts, header, compiled, (text) => (right += text))
const states = right
  .trimEnd()
  .split('\n')
  .map((text) => JSON.parse(text) as StateLine)

/** Somebody who prints these lines, whatever the facts are. */
function printing(lines: readonly object[]): string {
  writeFileSync(join(cwd, 'printed'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return 'cat printed'
}
const own = (command: string, limitMs = 20_000) => benchOwn({ path, own: { command }, cwd, limitMs })
const failureOf = async (command: string, limitMs?: number) => (await own(command, limitMs)).failure
const payer = states.findIndex(({ paid, currency }) => paid > 100 && currency === 'usd')
const changed = (change: Partial<Record<keyof StateLine, unknown>>): readonly object[] =>
  states.map((line, at) => (at === payer ? { ...line, ...change } : line))

describe('what is printed', () => {
  it('is equal, in any order of accounts', async () => {
    const report = await own(printing(states.toReversed()))
    expect(report.comparison).toMatchObject({ accounts: states.length, differing: 0, unknown: [] })
    expect(ownText(report)).toContain(`EQUAL in all ${states.length} accounts`)
    expect(ownText(report)).toContain('compared: status, plan, quantity, paidThrough, paid, due, currency')
  })

  it('differs: the account is named with its facts, what was expected, and the money', async () => {
    const { account, paid, due } = states[payer]!
    const report = await own(printing(changed({ paid: paid - 100, due: due + 5, plan: 'gold' })))
    expect(report.comparison).toMatchObject({ differing: 1, money: [{ currency: 'usd', paid: -100, due: 5 }] })
    const text = ownText(report)
    expect(text).toContain(`DIFFERS in 1 of ${states.length} accounts; in all paid -1.00 usd, due +0.05 usd`)
    expect(text).toContain(`\n${account}: plan, paid, due; paid -1.00 usd, due +0.05 usd\n`)
    expect(text).toContain(`  paid         expected ${paid}, got ${paid - 100}\n`)
    expect(text).toMatch(new RegExp(`\n    20..-.*command accepted ${account}/command 1 `))
  })

  it('of many that differ the first ten are shown', async () => {
    const text = ownText(await own(printing(states.map((line) => ({ ...line, status: 'gone' })))))
    expect(text.match(/ expected /g)).toHaveLength(10)
    expect(text).toContain(`… and ${states.length - 10} more`)
  })

  it('may be some fields alone: the others are named, and those that mean nothing', async () => {
    const report = await own(
      printing(states.map(({ account, paid }, at) => ({ account, paid, ...(at === 0 ? { due: 7e6 } : {}), piad: 1 }))),
    )
    expect(report.comparison).toMatchObject({ differing: 1, printed: { paid: states.length, due: 1, status: 0 }, unknown: ['piad'] })
    const text = ownText(report)
    expect(text).toContain('compared: paid\n')
    expect(text).toContain(`compared for 1 of ${states.length} accounts: due\n`)
    expect(text).toContain('not compared, since not printed: status, plan, quantity, paidThrough, currency\n')
    expect(text).toContain('no field of a state: piad\n')
  })

  it.each([
    ['rubbish', 'echo hello', /^line 1 is no JSON: "hello"$/],
    ['no object', 'echo [1]', /^line 1 is no object/],
    ['no account', `echo '{"paid":1}'`, /^line 1 names no account/],
    ['a stranger', `echo '{"account":"eve"}'`, /^line 1 is about "eve", an account that no fact is about/],
    [
      'text for money',
      `echo '{"account":"${states[payer]!.account}","paid":"1.00"}'`,
      /has a paid that is .*1\.00.*, and no whole number of minor units/,
    ],
    ['an account twice', 'cat printed; head -1 printed', /is about \w+ once more/],
    [
      'nothing',
      'true',
      new RegExp(`^nothing was printed of ${states.length} of ${states.length} accounts, the first of them ${states[0]!.account}`),
    ],
    ['a line without end', 'cat /dev/zero', /^line 1 is longer than 65536 characters/],
    ['lines without end', 'yes', /^line 1 is no JSON: "y"/],
  ])('is refused where it is %s', async (_, command, says) => {
    if (command.startsWith('cat printed;')) printing(states)
    const failure = await failureOf(command)
    expect(failure).toMatchObject({ kind: 'no state' })
    expect(failure!.says).toMatch(says)
  })
})

describe('the command', () => {
  it('gets the header and all facts, the same lines from both formats', async () => {
    const binary = join(cwd, 'full.facts')
    const writer = writeBinary(binary, histories.header)
    writer.add(histories.lines)
    writer.commit()
    printing(states)
    for (const file of [path, binary]) {
      const { comparison } = await benchOwn({ path: file, own: { command: 'cat > got; cat printed' }, cwd, limitMs: 20_000 })
      expect(comparison).toMatchObject({ differing: 0 })
      expect(readFileSync(join(cwd, 'got'), 'utf8')).toBe(readFileSync(path, 'utf8'))
    }
  })

  it('need not read what it is given, in either format', async () => {
    for (const file of [path, join(cwd, 'full.facts')])
      expect((await benchOwn({ path: file, own: { command: 'cat printed' }, cwd, limitMs: 20_000 })).failure).toBeUndefined()
  })

  it('that fails is told with its code and last words; one that is not there is misuse', async () => {
    const failed = await failureOf('cat printed; echo out of luck >&2; exit 3')
    expect(failed).toEqual({ kind: 'failed', says: 'ended with code 3; it says "out of luck"' })
    expect(await failureOf('kill -9 $$')).toMatchObject({ kind: 'failed', says: 'was ended by SIGKILL' })
    expect(await failureOf('no-such-command-anywhere')).toMatchObject({
      kind: 'misuse',
      says: expect.stringMatching(/^cannot be run; it says .*not found/),
    })
  })

  it('that never ends is ended, with all that it started', async () => {
    const report = await failureOf("sh -c 'echo $$ > inner; exec sleep 1000' & sleep 1000", 700)
    expect(report).toEqual({ kind: 'failed', says: 'did not end within 0.7 s' })
    expect(isAlive(Number(readFileSync(join(cwd, 'inner'), 'utf8')))).toBe(false)
  })

  it('that leaves something behind that holds its output is not waited for', async () => {
    printing(states)
    const report = await own("cat printed; sh -c 'echo $$ > behind; exec sleep 1000' &")
    expect(report.comparison).toMatchObject({ differing: 0 })
    expect(existsSync(join(cwd, 'behind'))).toBe(true)
    expect(isAlive(Number(readFileSync(join(cwd, 'behind'), 'utf8')))).toBe(false)
  })
})

/** A process that was killed may still stand in the list until somebody asks after it. */
function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false
  }
}
