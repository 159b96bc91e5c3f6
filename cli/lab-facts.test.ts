import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { exits } from './exit.ts'
import { main } from './main.ts'
import { progressOn } from './progress.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function lab(words: string): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), stdin: async () => '' }
  const exit = await main(['lab', 'facts', ...words.split(' ')], { ...io, cwd, isTerminal: false, now: () => 0 })
  return { exit, out, err }
}

it('writes the same facts in either format, and from one into the other', async () => {
  const drawn = await lab('--facts 800 --profile core --cache cache --out a.facts --json')
  expect(drawn.exit).toBe(exits.held)
  expect(JSON.parse(drawn.out)).toMatchObject({ file: 'a.facts', format: 'binary', profile: 'core', seed: 1, facts: 800, policies: 1 })
  expect(readdirSync(join(cwd, 'cache'))).toEqual([expect.stringMatching(/^lives-[0-9a-f]{16}-core-1-100.facts$/)])
  expect((await lab('--facts 800 --profile core --cache cache --out b.ndjson')).out).toMatch(/^wrote b.ndjson: 800 facts of \d+ accounts/)
  expect((await lab('--from a.facts --out c.ndjson')).exit).toBe(exits.held)
  expect(readFileSync(join(cwd, 'c.ndjson'), 'utf8')).toBe(readFileSync(join(cwd, 'b.ndjson'), 'utf8'))
  expect((await lab('--from c.ndjson --out d.facts')).exit).toBe(exits.held)
  expect(readFileSync(join(cwd, 'd.facts')).equals(readFileSync(join(cwd, 'a.facts')))).toBe(true)
})

it('says where a file is wrong, and writes nothing then', async () => {
  writeFileSync(join(cwd, 'bad.ndjson'), '{"format":"billstorm facts","version":2}\n')
  const { exit, err } = await lab('--from bad.ndjson --out e.facts')
  expect(exit).toBe(exits.misuse)
  expect(err).toMatch(/bad.ndjson, line 1: the header is of version 2; this billstorm reads version 1\n$/)
  expect(existsSync(join(cwd, 'e.facts'))).toBe(false)
})

it.each([
  ['--out a.csv', /--out ends in .facts for the binary format or in .ndjson for lines, not "a.csv"/],
  ['--out a.facts --facts 3', /--facts takes a number from 500 to 1,000,000,000, not 3/],
  ['--out a.facts --profile corr', /no profile "corr"; did you mean core\?/],
  ['--out nowhere/a.facts', /there is no folder "nowhere" to write nowhere\/a.facts in/],
  ['--out a.facts --from nothing.ndjson', /there is no file "nothing.ndjson" to read facts from/],
  ['--facts 1000', /required option '--out <file>' not specified/],
])('takes no %s', async (words, says) => {
  const { exit, err } = await lab(words)
  expect(exit).toBe(exits.misuse)
  expect(err).toMatch(says)
})

it('tells of work that takes long, on a terminal only', () => {
  let [now, err] = [0, '']
  const io = { out: () => undefined, err: (text: string) => void (err += text), stdin: async () => '', cwd, now: () => now }
  const [shown, quiet] = [progressOn({ ...io, isTerminal: true }), progressOn({ ...io, isTerminal: false })]
  for (const tells of [quiet, shown]) {
    now = 0
    for (; now <= 4_000; now += 500) tells('facts', now * 1_000, 10_000_000)
  }
  expect(err).toBe(
    'billstorm: 2,000,000 of 10,000,000 facts, 20 %, 1,000,000/s, 8 s left\nbillstorm: 4,000,000 of 10,000,000 facts, 40 %, 1,000,000/s, 6 s left\n',
  )
})
