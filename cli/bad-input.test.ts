import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exits } from './exit.ts'
import { readAtMost } from './read-at-most.ts'
import { billstormIn } from './told.fixture.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-bad-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const billstorm = billstormIn(cwd)

interface Json {
  [key: string]: Json
}

let good = ''
let id = ''
beforeAll(async () => {
  await billstorm('run cards --system mutant:keeps-first-quantity --seeds 20 --max-failures 1'.split(' '))
  const [name = ''] = readdirSync(join(cwd, '.billstorm/failures'))
  id = name.slice(0, 11)
  good = readFileSync(join(cwd, '.billstorm/failures', name), 'utf8')
})
const changed = (change: (file: Json) => void): string => {
  const file = JSON.parse(good) as Json
  change(file)
  return JSON.stringify(file)
}
const put = (file: Json, values: object): void => void Object.assign(file, values)
const written = (name: string, content: string): string => {
  writeFileSync(join(cwd, name), content)
  return name
}

/** What is said when that is refused: in one line, at once, with nothing on standard output. */
async function refusal(words: readonly string[], stdin?: string): Promise<string> {
  const began = performance.now()
  const { exit, out, err } = await billstorm(words, stdin)
  expect({ exit, out, lines: err.trimEnd().split('\n').length }).toEqual({ exit: exits.misuse, out: '', lines: 1 })
  expect(performance.now() - began).toBeLessThan(3_000)
  return err
}

describe('a case file', () => {
  it('that is not there', async () =>
    expect(await refusal(['replay', 'nowhere.case.json'])).toMatch(/no file .*nowhere\.case\.json; give the path of/))
  it('below a file', async () => expect(await refusal(['replay', `${written('file', '')}/x.case.json`])).toMatch(/no file /))
  it('that is a folder', async () =>
    expect(await refusal(['replay', '.'])).toMatch(/is a folder; give the path of a \*\.case\.json file in it/))
  it('that never ends', async () => expect(await refusal(['replay', '/dev/zero'])).toMatch(/is no file; pipe it into/))
  it('that is a pipe nobody fills', async () => {
    spawnSync('sh', ['-c', 'mkfifo pipe'], { cwd })
    expect(await refusal(['replay', 'pipe'])).toMatch(/is no file; pipe it into `npx billstorm replay -` instead/)
  })
  it('whose links go round', async () => {
    symlinkSync(join(cwd, 'round'), join(cwd, 'round'))
    expect(await refusal(['replay', 'round'])).toMatch(/cannot be read \(ELOOP\)/)
  })
  it('of 200 MB is refused by its size, unread', async () => {
    truncateSync(join(cwd, written('huge.case.json', '')), 200_000_000)
    const before = process.memoryUsage().rss
    expect(await refusal(['replay', 'huge.case.json'])).toMatch(/huge\.case\.json is larger than 1 MiB, which no case is/)
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
  })
  it.skipIf(process.getuid?.() === 0)('that nobody may read', async () => {
    chmodSync(join(cwd, written('secret.case.json', good)), 0)
    expect(await refusal(['replay', 'secret.case.json'])).toMatch(/secret\.case\.json cannot be read \(EACCES\); see who may read it/)
  })
  it('that is empty', async () => expect(await refusal(['replay', written('a.case.json', '')])).toMatch(/a\.case\.json is empty/))
  it('that is cut off', async () => expect(await refusal(['replay', written('a.case.json', good.slice(0, -100))])).toMatch(/is no JSON/))
  it('that is not text', async () => expect(await refusal(['replay', written('a.case.json', '\0\u0001\u0002')])).toMatch(/is no JSON/))
  it('with an escape in a name', async () =>
    expect(await refusal(['replay', written('a.case.json', `{"\\u001b[2J\\u0007": 1}`)])).toMatch(
      /Unrecognized key: "\\u001b\[2J\\u0007"|format is not/,
    ))
  it('of a newer kernel', async () =>
    expect(
      await refusal([
        'replay',
        written(
          'a.case.json',
          changed((file) => put(file['made']!, { kernel: 99 })),
        ),
      ]),
    ).toMatch(/made\.kernel is of a newer kernel/))
  it('of a system that is not here', async () =>
    expect(
      await refusal([
        'replay',
        written(
          'a.case.json',
          changed((file) => put(file['made']!, { system: 'ghost 1' })),
        ),
      ]),
    ).toMatch(/was found in "ghost", which is not here; say on what to replay it: --system NAME, or --system \.\/FILE/))
  it('runs no code that it names', async () => {
    const evil = written('evil.ts', `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(join(cwd, 'owned'))}, '')\n`)
    for (const system of [`./${evil} 1`, `${join(cwd, evil)} 1`, `file://${join(cwd, evil)} 1`]) {
      const file = written(
        'a.case.json',
        changed((each) => put(each['made']!, { system })),
      )
      expect(await refusal(['replay', file])).toMatch(/which is not here/)
    }
    expect(existsSync(join(cwd, 'owned'))).toBe(false)
  })
  it('under the name of another', async () => {
    mkdirSync(join(cwd, 'billstorm/cases'), { recursive: true })
    written('billstorm/cases/BS-00000001.case.json', good)
    expect(await refusal(['pin', 'BS-00000001'])).toMatch(new RegExp(`holds the case ${id}; give it the name of its id`))
    expect(await refusal(['replay', 'BS-00000001'])).toMatch(new RegExp(`holds the case ${id}`))
  })
  it('of a scenario that is not here replays all the same: it holds all it needs', async () => {
    const { exit, out } = await billstorm([
      'replay',
      written(
        'a.case.json',
        changed((file) => put(file['made']!, { scenario: 'gone@1' })),
      ),
    ])
    expect(out).toContain(`REPRODUCED ${id}`)
    expect(exit).toBe(exits.broken)
  })
  it.each([
    ['a choice that never comes up', { name: 'zoe/invoice.paid in_zoe_9/delivery 1/redeliver', is: '1 s', essential: true }],
    ['an answer that nobody gives', { name: 'ada/invoice.paid in_ada_1/delivery 1/redeliver', is: 'never', essential: true }],
  ])('with %s is never called fixed', async (_, choice) => {
    const file = changed((each) => put(each, { choices: [choice], story: [], cast: [] }))
    const { exit, out } = await billstorm(['replay', written('a.case.json', file), '--system', 'mirror'])
    expect(out).toMatch(/^STALE /)
    expect(out).toContain(`   ${choice.name}\n`)
    expect(exit).toBe(exits.undecided)
  })
})

describe('standard input', () => {
  it('that holds no case is refused like a file', async () => {
    expect(await refusal(['replay', '-'], '')).toMatch(/standard input is empty/)
    expect(await refusal(['replay', '-'], 'nothing')).toMatch(/standard input is no JSON/)
  })

  it('is read no further than a case may go', async () => {
    let given = 0
    const endless = new Readable({
      read() {
        given += 65_536
        this.push(Buffer.alloc(65_536, 0x20))
      },
    })
    const text = await readAtMost(endless, 1_000_000)
    expect(text.length).toBeGreaterThan(1_000_000)
    expect(given).toBeLessThan(1_300_000)
    expect(endless.destroyed).toBe(true)
    expect(await refusal(['replay', '-'], ' '.repeat(1_048_577))).toMatch(/standard input is larger than 1 MiB/)
  })

  it('is put together whole, wherever its pieces end', async () => {
    const bytes = Buffer.from('Zürich ▲ 😀')
    expect(await readAtMost(Readable.from([...bytes].map((byte) => Buffer.of(byte))), 100)).toBe('Zürich ▲ 😀')
  })
})

describe('the folder for cases', () => {
  const run = (out: string) =>
    billstorm(['run', 'cards', '--system', 'mutant:keeps-first-quantity', '--seeds', '20', '--max-failures', '1', '--out', out])

  it.each(['file', 'file/below/it', '/proc/nowhere'])('%s is refused before anything runs', async (out) => {
    written('file', '')
    const { exit, err, out: said } = await run(out)
    expect(err).toMatch(
      /no case can be written to .*; (a file stands in its way: )?name another folder with --out|is not kept: .*cannot be written \(ENOENT\)/,
    )
    if (out !== '/proc/nowhere') expect([exit, said]).toEqual([exits.misuse, ''])
  })

  it('that takes none at last hides no failure', async () => {
    mkdirSync(join(cwd, 'blocked', `${id}.case.json`), { recursive: true })
    written(`blocked/${id}.case.json/inside`, '')
    const { exit, out, err } = await run('blocked')
    expect(out).toMatch(/^BROKEN /)
    expect(err).toMatch(new RegExp(`${id} is not kept: .*cannot be written \\(E[A-Z]+\\)`))
    expect(exit).toBe(exits.broken)
    expect(readdirSync(join(cwd, 'blocked'))).toEqual([`${id}.case.json`])
  })
})
