import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exits } from './exit.ts'
import { billstormIn } from './told.fixture.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(cwd, { recursive: true }))

/** Runs a command line as a shell would, in a folder of its own. */
const billstorm = (words: string, stdin = ''): Promise<{ exit: number; out: string; err: string }> =>
  billstormWords(
    words.split(' ').filter((word) => word !== ''),
    stdin,
  )

const billstormWords = billstormIn(cwd)

/** A planted bug that every workload shows: a storm of a few seeds breaks. */
const broken = '--system mutant:keeps-first-quantity'

describe('misuse', () => {
  it.each([
    ['rnu', /unknown command 'rnu'; did you mean run\? --help has an example/],
    ['run --sed 5', /unknown option '--sed'; did you mean --seed\? --help has an example/],
    ['lab mutnats', /unknown command 'mutnats'; did you mean mutants\?/],
    ['replay', /missing required argument 'case'; --help has an example/],
    ['run --system', /option '--system <name\.\.\.>' argument missing; --help/],
    ['systems reference', /too many arguments for 'systems'/],
    ['run --seed 1e3', /--seed takes a whole number from 1/],
    ['run --seed 99999999999', /--seed takes a whole number from 1/],
    ['run --system unicorns', /no system "unicorns"; there are reference, mirror, /],
    ['run --system ./nowhere.ts', /no file .*nowhere\.ts; --system takes a name/],
    ['replay cards@zz:1:reference', /is no token; one looks like cards@3f9c2e1a:1204:reference/],
    ['replay cards@00000000:1234567890:reference', /is no token; .* with a seed below 1000000000/],
    ['replay cards@00000000:-1:reference', /is no token/],
    ['replay cards@00000000:1:', /is no token/],
    ['replay cards@00000000:1:refrence', /no system "refrence"; did you mean reference\?/],
    ['replay cards@00000000:1:./evil.ts', /no system "\.\/evil\.ts"/],
    ['replay cards@00000000:1:../evil', /no system "\.\.\/evil"/],
    ['replay carts@00000000:1:reference', /no scenario "carts"; did you mean cards\?/],
    ['replay ../../etc/no-such-case', /no file .*etc\/no-such-case/],
    ['pin ../../etc/passwd', /"\.\.\/\.\.\/etc\/passwd" is no failure id/],
    ['pin BS-4F2A91C3/../../x', /is no failure id/],
    ['replay BS-4F2A91C3 --until soon', /neither \.billstorm/],
    ['run --system refrence', /no system "refrence"; did you mean reference\?/],
    ['run card', /no scenario "card"; did you mean cards\?/],
    ['run --faults crush', /no fault "crush"; did you mean crash\?/],
    ['run --faults none,crash', /none stands alone/],
    ['run --seeds many', /--seeds takes a whole number from 1/],
    ['run --seeds 0', /--seeds takes a whole number from 1/],
    ['run --seeds 5 --time 5s', /give one of/],
    ['run --time soon', /--time takes seconds/],
    ['run --shard 5/4', /--shard takes i\/n/],
    ['run --workers none', /--workers takes a number/],
    ['run --report pdf', /no report "pdf"/],
    ['replay BS-00000000', /neither \.billstorm\/failures nor billstorm\/cases holds any/],
    ['replay nowhere.case.json', /no file .*nowhere\.case\.json/],
    ['replay cards@00000000:1:reference', /of another version[\s\S]*Replay the case file instead/],
    ['pin nothing', /no failure id/],
    ['lab mutants --system reference', /declares no invariant/],
    ['bench simulator --system naive', /naive is of level L3[\s\S]*reference or mirror/],
    ['bench simulator --time none', /--time takes a whole number/],
    ['bench recompute --facts nowhere.ndjson', /there is none at "nowhere\.ndjson"/],
    ['systems install reference', /comes with billstorm/],
    ['systems install beter-auth', /did you mean better-auth/],
  ])('%s is an error that names the fix', async (words, says) => {
    const { exit, out, err } = await billstorm(words)
    expect(err).toMatch(says)
    expect(err.trimEnd()).not.toContain('\n')
    expect(out).toBe('')
    expect(exit).toBe(exits.misuse)
  })
})

describe('help', () => {
  it.each([
    '',
    'demo ',
    'run ',
    'replay ',
    'pin ',
    'systems ',
    'systems install ',
    'bench ',
    'bench simulator ',
    'bench recompute ',
    'lab ',
    'lab verify ',
    'lab mutants ',
    'lab facts ',
  ])('of "%s" has an example', async (command) => {
    const { exit, out } = await billstorm(`${command}--help`)
    expect(exit).toBe(0)
    expect(out).toContain('$ npx billstorm ')
  })
})

describe('bench simulator', () => {
  it('measures the storm beside its baseline', async () => {
    const { exit, out } = await billstorm('bench simulator --system mirror --time 50 --json')
    expect(exit).toBe(exits.held)
    expect(out).toMatch(/events/)
  }, 30_000)
})

describe('a failure', () => {
  it('is found, told, written, replayed step for step, and kept', async () => {
    const { exit, out } = await billstorm(`run cards ${broken} --seeds 20 --max-failures 1`)
    expect(exit).toBe(exits.broken)
    const id = /BS-[0-9A-F]{8}/.exec(out)![0]
    expect(out).toContain(`npx billstorm replay ${id}`)
    expect(readdirSync(join(cwd, '.billstorm/failures'))).toEqual([`${id}.case.json`])

    const replayed = await billstorm(`replay ${id}`)
    expect(replayed.exit).toBe(exits.broken)
    expect(replayed.out).toContain(`REPRODUCED ${id}, step for step`)

    expect((await billstorm(`pin ${id}`)).exit).toBe(exits.held)
    const kept = join(cwd, 'billstorm/cases', `${id}.case.json`)
    expect(existsSync(kept)).toBe(true)
    const text = readFileSync(kept, 'utf8')
    const piped = await billstorm('replay - --json', text)
    expect(JSON.parse(piped.out)).toMatchObject({ outcome: 'reproduced', verdict: 'broken', id })

    const other = await billstorm('replay BS-00000000')
    expect(other.err).toContain(id)
  })

  it('is one object for machines, whose token replays the seed it came from', async () => {
    const { exit, out } = await billstorm(`run cards ${broken} --seeds 20 --max-failures 1 --json`)
    const json = JSON.parse(out)
    expect(exit).toBe(exits.broken)
    expect(json).toMatchObject({
      schema: 'billstorm.run/1',
      verdict: 'broken',
      system: 'mutant:keeps-first-quantity',
      seeds: { first: 1, count: 20 },
    })
    const { token, seed, caseFile } = json.failures[0]
    expect(existsSync(caseFile)).toBe(true)
    const again = await billstorm(`replay ${token}`)
    expect(again.exit).toBe(exits.broken)
    expect(token).toContain(`:${seed}:`)
  })

  it('that another system does not have passes there, and says fixed only if all came up', async () => {
    const { out } = await billstorm(`run cards ${broken} --seeds 20 --max-failures 1 --json`)
    const replayed = await billstorm(`replay ${JSON.parse(out).failures[0].caseFile} --system mutant:deaf-to-deletion`)
    expect(replayed.out).toMatch(/^(FIXED|STALE|OTHER FAILURE) /)
  })

  it('is not written outside the folder that was given', async () => {
    await billstorm(`run cards ${broken} --seeds 20 --max-failures 1 --out elsewhere`)
    expect(readdirSync(join(cwd, 'elsewhere'))).toHaveLength(1)
  })
})

it('tells the life of one invoice of a story, by its name', async () => {
  const { exit, out } = await billstorm('replay refunds/refund-then-leave --invoice nowhere')
  expect([exit, out]).toEqual([exits.misuse, ''])
  const told = await billstormWords(['replay', 'renewals/empty-card-recovers', '--invoice', 'ada/sub 1/signup'])
  expect(told.exit).toBe(exits.held)
  expect(told.out).toContain('ada/sub 1/signup: 9 steps from 1 request, each with its cause')
  expect(told.out).toContain('mails: attempt 1 receipt')
})

describe('a storm', () => {
  it('has one digest for equal seeds, however often it is run', async () => {
    const digest = async (): Promise<string> =>
      JSON.parse((await billstorm('run cards --system mirror --seeds 15 --json --no-shrink')).out).digest
    expect(await digest()).toBe(await digest())
  })

  it('without faults deviates in nothing', async () =>
    expect(JSON.parse((await billstorm('run cards --system mirror --seeds 5 --faults none --json')).out)).toMatchObject({ faults: {} }))

  it('refuses a case that is none', async () => {
    writeFileSync(join(cwd, 'bad.case.json'), '{}')
    const { exit, err } = await billstorm('replay bad.case.json')
    expect(exit).toBe(exits.misuse)
    expect(err).toContain('format')
  })
})

it('systems lists every system with what is off for it', async () => {
  const rows = JSON.parse((await billstorm('systems --json')).out) as { name: string; kind: string }[]
  expect(rows.find(({ name }) => name === 'reference')).toMatchObject({ kind: 'reference', level: 'native', installed: true })
})

it('systems says in a hundred columns what a system is, and what is planted in it', async () => {
  const { out } = await billstorm('systems')
  expect(out).toMatch(/\n  reference +reference, level native, keeps a ledger\n +off: /)
  expect(out).toMatch(/\n  mutant:keeps-first-quantity +BS003 +agrees with the provider, as get-convex\/stripe#11\n/)
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130)
})

it('a planted bug is caught by what it declares, in a row', async () => {
  const { exit, out } = await billstorm(`lab mutants ${broken} --seeds 2 --budget 60 --quiet 40 --json`)
  expect(JSON.parse(out)).toMatchObject([
    {
      name: 'mutant:keeps-first-quantity',
      declares: 'BS003',
      source: 'get-convex/stripe#11',
      detected: 2,
      campaigns: 2,
      quiet: { seeds: 40 },
      cases: [
        { kinds: [], elements: 2, verified: 2 },
        { kinds: [], elements: 2, verified: 2 },
      ],
    },
  ])
  expect(exit).toBe(exits.held)
})
