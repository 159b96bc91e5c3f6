import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgesApart, mayRecompute } from './tooling/tidy/apart.ts'
import { arrows } from './tooling/tidy/arrows.ts'
import type { Commands } from './tooling/tidy/docs.ts'
import { blocks, runBlock, unknownCommands } from './tooling/tidy/docs.ts'
import { doorsSpeak, exportsByName, inheritsNothing } from './tooling/tidy/doors.ts'
import { keepsNothing, keptAcrossRuns, remembering } from './tooling/tidy/memory.ts'
import { allowed, impurities, isPure, seedDecides } from './tooling/tidy/purity.ts'
import { effectKinds, makesNoEffect } from './tooling/tidy/recompute.ts'
import type { Finding, Rule, Source } from './tooling/tidy/source.ts'
import { readTree } from './tooling/tidy/source.ts'
import { speaksOfTheProject } from './tooling/tidy/words.ts'

const root = import.meta.dirname
const tree = readTree(root)
const code = tree.filter(({ path }) => path.endsWith('.ts') && !/^adapters\/[^/]+\/package\//.test(path))
const pages = tree.filter(({ path }) => path.endsWith('.md'))

const shown = (findings: readonly Finding[]): readonly string[] => findings.map(({ path, line, says }) => `${path}:${line} ${says}`)
const over = (rule: Rule, files: readonly Source[]): readonly string[] => shown(files.flatMap((file) => rule(file)))
/** Lines on which a rule strikes when the text stands at the path. */
const strikes = (rule: Rule, path: string, text: string): readonly number[] => rule({ path, text }).map(({ line }) => line)
const source = (path: string): Source => tree.find((file) => file.path === path) ?? { path, text: '' }

describe('arrows', () => {
  it('a room imports only to its left, by the door', () => expect(over(arrows, code)).toEqual([]))

  it('sees an import to the right, of an equal, of a file behind a door, and of the own door', () => {
    expect(strikes(arrows, 'machines/a.ts', "import { x } from '#simulator'")).toEqual([1])
    expect(strikes(arrows, 'scenarios/a.ts', "\nimport type { x } from '#adapters'")).toEqual([2])
    expect(strikes(arrows, 'storm/a.ts', "export { x } from '../simulator/kernel/name.ts'")).toEqual([1])
    expect(strikes(arrows, 'simulator/kernel/a.ts', "import '#machines/domain/money.ts'")).toEqual([1])
    expect(strikes(arrows, 'simulator/kernel/a.ts', "import { x } from '../index.ts'")).toEqual([1])
    expect(strikes(arrows, 'simulator/a.ts', "type X = import('#simulator').X")).toEqual([1])
    expect(strikes(arrows, 'reports/a.ts', "const x = await import('#cli')")).toEqual([1])
    expect(strikes(arrows, 'examples/a.ts', "import { x } from '#storm'\nimport '../storm/index.ts'")).toEqual([1, 2])
  })

  it('lets pass what is to the left, and files of the same room', () => {
    expect(strikes(arrows, 'storm/a.ts', "import { x } from '#machines'\nimport { y } from './b.ts'\nimport z from 'zod'")).toEqual([])
    expect(strikes(arrows, 'examples/a.ts', "import { storm } from 'billstorm'\nimport './handler.ts'")).toEqual([])
    expect(strikes(arrows, 'machines/a.ts', "// import { x } from '#simulator'\nconst text = `import '#cli'`")).toEqual([])
  })

  it('twins and judges borrow words, never how we bill', () => expect(over(judgesApart(source('machines/index.ts')), code)).toEqual([]))

  it('sees a judge that borrows how we bill', () => {
    const door = "export type { Minor } from './domain/money.ts'\nexport { recompute } from './recompute.ts'"
    const rule = judgesApart({ path: 'machines/index.ts', text: door })
    expect(strikes(rule, 'simulator/oracle/laws.ts', "import type { Minor } from '#machines'")).toEqual([])
    expect(strikes(rule, 'simulator/oracle/laws.ts', "import { recompute } from '#machines'")).toEqual([1])
    expect(strikes(rule, 'simulator/provider/a.ts', "\nimport * as all from '#machines'")).toEqual([2])
  })
})

describe('doors', () => {
  it('exports are listed by name', () => expect(over(exportsByName, code)).toEqual([]))
  it('a door says what its room is for', () => expect(over(doorsSpeak, code)).toEqual([]))
  it('nothing inherits but errors', () => expect(over(inheritsNothing, code)).toEqual([]))

  it('sees a star, a default and a silent door', () => {
    expect(strikes(exportsByName, 'storm/index.ts', "export { a } from './a.ts'\nexport * from './b.ts'")).toEqual([2])
    expect(strikes(exportsByName, 'storm/a.ts', 'const a = 1\nexport default a')).toEqual([2])
    expect(strikes(exportsByName, 'storm/a.ts', 'const a = 1\nexport { a as default }')).toEqual([2])
    expect(strikes(exportsByName, 'vitest.config.ts', 'export default {}')).toEqual([])
    expect(strikes(doorsSpeak, 'storm/index.ts', "export { a } from './a.ts'")).toEqual([1])
  })

  it('sees a class that inherits', () => {
    expect(strikes(inheritsNothing, 'storm/a.ts', 'class A extends B {}')).toEqual([1])
    expect(strikes(inheritsNothing, 'storm/a.ts', 'class A extends RangeError {}\nclass B {}')).toEqual([])
  })
})

describe('determinism', () => {
  it('no clock, randomness, I/O or host where the seed decides', () => expect(over(seedDecides, code)).toEqual([]))
  it('no module of those rooms keeps anything across runs', () => expect(over(keepsNothing, code)).toEqual([]))

  it.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'new Date(2024, 1, 29)',
    'const clock = Date',
    'Math.random()',
    'Math.log(2)',
    'Math.exp(2)',
    'Math.pow(2, 3)',
    'Math.sin(1)',
    'const { random } = Math',
    'Math[name]()',
    'rate ** years',
    'setTimeout(f, 1)',
    'globalThis.setInterval(f, 1)',
    'setImmediate(f)',
    "fetch('a:')",
    'process.env',
    'const inputs = { process }',
    'performance.now()',
    'crypto.randomUUID()',
    'new Intl.NumberFormat()',
    "'a'.localeCompare('b')",
    'amount.toLocaleString()',
    'day.getHours()',
    "import { readFileSync } from 'node:fs'",
    "import { readFileSync } from 'fs'",
    "await import('node:crypto')",
  ])('sees %s', (text) => {
    expect(strikes(seedDecides, 'simulator/a.ts', text)).not.toEqual([])
    expect(strikes(seedDecides, 'cli/a.ts', text)).toEqual([])
    expect(strikes(seedDecides, 'simulator/a.test.ts', text)).toEqual([])
  })

  it.each([
    'new Date(0).toISOString()',
    "Date.parse('2024-02-29T00:00:00Z')",
    'Date.UTC(2024, 1, 29)',
    'Math.imul(3, 5)',
    '2 ** guards',
    '10 ** 6',
    '10n ** BigInt(n)',
    'order.process',
    'const order = { fetch: 1 }',
    'interface Shell { readonly fetch: typeof fetch }',
    "// Date.now()\nconst text = 'Math.random()'",
    'day.getUTCHours()',
  ])('lets %s pass', (text) => expect(strikes(seedDecides, 'simulator/a.ts', text)).toEqual([]))

  it('sees what a module would keep across runs', () => {
    expect(strikes(keepsNothing, 'machines/a.ts', 'const names = new Map()')).toEqual([1])
    expect(strikes(keepsNothing, 'machines/a.ts', 'export const rows: number[] = []')).toEqual([1])
    expect(strikes(keepsNothing, 'machines/a.ts', '\nlet next = 0')).toEqual([2])
    expect(strikes(keepsNothing, 'machines/a.ts', "const known = new Set(['a'])\nconst f = () => new Map()")).toEqual([])
    expect(
      strikes(
        keepsNothing,
        'machines/a.ts',
        'const none: readonly number[] = []\ntype Rows = readonly string[]\nconst rows: Rows = []\nconst nobody: ReadonlyMap<string, number> = new Map()',
      ),
    ).toEqual([])
  })

  it('an exemption names a file that is there and a word that it uses', () => {
    const idle = Object.entries(allowed).flatMap(([path, { words }]) => {
      const file = tree.find((each) => each.path === path)
      const used = file === undefined || !isPure(path) ? [] : impurities(file).map(({ word }) => word)
      return words.filter((word) => !used.includes(word)).map((word) => `${path} ${word}`)
    })
    expect(idle).toEqual([])
    expect(Object.keys(remembering).filter((path) => keptAcrossRuns(source(path)).length === 0)).toEqual([])
    expect(Object.keys(mayRecompute).filter((path) => source(path).text === '')).toEqual([])
  })
})

describe('recompute', () => {
  const kinds = effectKinds(code.filter(({ path }) => path.startsWith('machines/') && !path.endsWith('.test.ts')))

  it('holds no effect of its own', () => {
    expect(kinds.size).toBeGreaterThan(1)
    expect(source('machines/recompute.ts').text).not.toBe('')
    expect(shown(makesNoEffect(source('machines/recompute.ts'), kinds))).toEqual([])
  })

  it('sees an effect made in the fold, whichever way the kinds are written', () => {
    const effect = {
      path: 'machines/effect.ts',
      text: "type Kind = 'refund'\ninterface Start { kind: 'start attempt'; why: 'x' }\nexport type Effect = Start | { kind: Kind }",
    }
    const fold =
      "if (late) owed.push({ kind: 'start attempt' })\nconst held = { kind: 'held' }\nmake(`refund`)\nif (known.kind === 'refund') go()\nswitch (known.kind) { case 'refund': go() }\nconst word = late ? 'refund' : undefined"
    expect([...effectKinds([effect])].toSorted()).toEqual(['refund', 'start attempt'])
    expect(makesNoEffect({ path: 'machines/recompute.ts', text: fold }, effectKinds([effect])).map(({ line }) => line)).toEqual([1, 3, 6])
  })
})

describe('words', () => {
  it('every file speaks of the project alone', () => expect(over(speaksOfTheProject, tree)).toEqual([]))
  it('no lockfile names an address to fetch from', () => {
    const locks = tree.filter(({ path }) => path.endsWith('package-lock.json'))
    expect(locks.map(({ path }) => path)).toContain('package-lock.json')
    expect(locks.filter(({ text }) => text.includes('"resolved"')).map(({ path }) => path)).toEqual([])
  })

  it('sees a folder of somebody’s machine and the host of a registry', () => {
    expect(strikes(speaksOfTheProject, 'docs/a.md', ['fine', ['see /ho', 'me/ada/notes'].join('')].join('\n'))).toEqual([2])
    expect(strikes(speaksOfTheProject, 'a.ts', ['// from Registry.', 'NPM', 'js.org'].join(''))).toEqual([1, 1])
  })
})

describe('sample services', () => {
  const patches = tree.filter(({ path }) => /^examples\/services\/[^/]+\/repaired\.patch$/.test(path)).map(({ path }) => path)

  it('there are some', () => expect(patches).not.toEqual([]))
  it.each(patches)('%s fits the code beside it', (path) => {
    const { status, stderr } = spawnSync('git', ['apply', '--check', `--directory=${dirname(path)}`, path], { cwd: root, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

describe('docs', () => {
  const hasCommandLine = existsSync(`${root}/cli/index.ts`)
  const scriptsOf = (manifest: string): readonly string[] =>
    Object.keys((JSON.parse(source(manifest).text) as { scripts?: object }).scripts ?? {})
  const billstorm = hasCommandLine ? helped() : undefined
  const commands: Commands = { scripts: scriptsOf('package.json'), billstorm }
  /** A sample service is a project of its own: its page names its own scripts. */
  const commandsOf = (page: string): Commands => {
    const sample = /^examples\/services\/[^/]+\//.exec(page)?.[0]
    const manifest = `${sample}package.json`
    return source(manifest).text === '' ? commands : { scripts: scriptsOf(manifest), billstorm }
  }
  const shell = /^(sh|bash|shell|console)$/

  /** The commands that the command line's own help names. */
  function helped(): readonly string[] {
    const { stdout } = spawnSync(process.execPath, ['cli/bin.js', '--help'], { cwd: root, encoding: 'utf8' })
    return [...stdout.matchAll(/^ {2}([a-z]+)\b/gm)].map((match) => match[1] ?? '')
  }

  it('code shown runs', { timeout: 60_000 }, () =>
    expect(
      shown(
        pages
          .flatMap((page) => blocks(page))
          .filter(({ language }) => /^(ts|js|typescript)$/.test(language))
          .flatMap((block) => runBlock(block, root)),
      ),
    ).toEqual([]),
  )

  it('commands shown exist', () =>
    expect(
      shown(
        pages
          .flatMap((page) => blocks(page))
          .filter(({ language }) => shell.test(language))
          .flatMap((block) => unknownCommands(block, commandsOf(block.path))),
      ),
    ).toEqual([]))

  it('sees code that does not run', () => {
    const page = { path: 'docs/a.md', text: "Look:\n\n```ts\nimport { minor } from '#machines'\nminor(0.5)\n```\n" }
    expect(blocks(page).flatMap((block) => runBlock(block, root))).toEqual([
      { path: 'docs/a.md', line: 3, says: expect.stringContaining('RangeError') },
    ])
    expect(blocks({ ...page, text: page.text.replace('0.5', '5') }).flatMap((block) => runBlock(block, root))).toEqual([])
  })

  it('sees a command that is not there', () => {
    const block = {
      path: 'a.md',
      line: 1,
      language: 'sh',
      code: 'npm ci && npm start\nnpm run fly\nnpx billstorm fly --seed 1\nnpx billstorm run',
    }
    expect(unknownCommands(block, { scripts: ['start'], billstorm: ['run'] }).map(({ line }) => line)).toEqual([3, 4])
  })
})
