import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { historiesOf, written } from '../histories.fixture.ts'
import { benchOwn } from './own.ts'
import { ownText } from './own-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(cwd, { recursive: true }))
const path = written(join(cwd, 'full.ndjson'), await historiesOf(20))
const fixture = join(import.meta.dirname, '../../../storm/planted.fixture.ts')

/** A system as a stranger has it, with this for its recompute. */
function mine(recompute: string) {
  const file = join(cwd, 'mine.ts')
  const imports = `import { planted } from ${JSON.stringify(fixture)}\n`
  writeFileSync(file, `${imports}export const system = async () => ({ ...(await planted('well')), recompute: ${recompute} })\n`)
  return { system: './mine.ts', module: pathToFileURL(file).href }
}

it('a system’s own recompute is asked of each account, and one that bills wrongly differs in its money', async () => {
  const right = await benchOwn({ path, own: { system: 'reference' }, cwd, limitMs: 60_000 })
  expect(right.comparison).toMatchObject({ differing: 0, printed: { status: right.file.accounts, paidThrough: right.file.accounts } })
  const wrong = await benchOwn({ path, own: { system: 'mutant:refund-unbooked' }, cwd, limitMs: 60_000 })
  expect(wrong.comparison!.differing).toBeGreaterThan(0)
  expect(wrong.first.every(({ fields }) => fields.includes('paid'))).toBe(true)
  expect(ownText(wrong)).toMatch(/^DIFFERS in .* accounts; in all paid \+/m)
}, 60_000)

it('a stranger’s is asked in a process of its own: what it prints is no state, and its facts are those of the file', async () => {
  const { comparison, failure } = await benchOwn({
    path,
    own: mine("({ facts, policy }) => (console.log('hello', facts.length), { currency: policy.currency })"),
    cwd,
    limitMs: 60_000,
  })
  expect(failure).toBeUndefined()
  expect(comparison).toMatchObject({ differing: 0, printed: { currency: comparison!.accounts, paid: 0 } })
}, 60_000)

it.each([
  ['throws', "() => { throw new Error('out of luck') }", 'failed', /ended with code 1; it says "out of luck"/],
  ['says nothing', '() => undefined', 'no state', /^line 1 is no JSON: "\w+: undefined"/],
  ['is none', 'undefined', 'misuse', /cannot be run; it says "planted has no recompute; write: recompute: /],
  ['never ends', '() => new Promise(() => setInterval(() => 1, 1_000))', 'failed', /did not end within 4 s/],
] as const)(
  'what %s is told',
  async (_, recompute, kind, says) => {
    const limitMs = says.source.startsWith('did not end') ? 4_000 : 60_000
    const { failure } = await benchOwn({ path, own: mine(recompute), cwd, limitMs })
    expect(failure).toMatchObject({ kind })
    expect(failure!.says).toMatch(says)
  },
  60_000,
)
