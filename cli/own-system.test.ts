import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exits } from './exit.ts'
import { billstormIn } from './told.fixture.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-own-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const billstorm = (...words: readonly string[]) => billstormIn(cwd)(words)

let files = 0
/** Writes a module as a stranger would, in a folder of his own. */
function module(source: string): string {
  const name = `./system-${++files}.ts`
  writeFileSync(join(cwd, name), source)
  return name
}
const fixture = join(import.meta.dirname, '../storm/planted.fixture.ts')
const plantedIn = (way: string): string =>
  module(`import { planted } from ${JSON.stringify(fixture)}\nexport const system = () => planted(${JSON.stringify(way)})\n`)
const storms = (path: string, ...more: readonly string[]) => billstorm('run', 'cards', '--system', path, '--seed', '3', ...more)

describe('a system of one’s own, by the path of its module', () => {
  it('is stormed like any other', async () => {
    const { exit, out } = await storms(plantedIn('well'))
    expect(out).toMatch(/^HELD +planted 1, level native · seeds 3…3/)
    expect(exit).toBe(exits.held)
  }, 20_000)

  it.each([
    ['./nowhere.ts', /no file .*nowhere\.ts; --system takes a name, which `npx billstorm systems` lists, or the path of a module/],
    ['./folder', /no file .*folder; --system takes/],
    [module('export {}'), /exports nothing, and no function `system`; write: export const system = /],
    [module('export const sistem = 1, other = 2'), /exports other, sistem, and no function `system`/],
    [module('export const system = 5'), /no function `system`/],
    [module('export const system = () => 5'), /makes is no system: 5 is no system/],
    [module("export const system = () => ({ name: 'Mine' })"), /makes is no system: name is no name: small letters/],
    [module("export const system = () => ({ name: 'mine', version: '1' })"), /makes is no system: capabilities /],
    [module('export const system = ('), /cannot be loaded: SyntaxError/],
    [module("import 'no-such-package'"), /cannot be loaded: Error: Cannot find package 'no-such-package'/],
    [module("throw new Error('at the top')"), /cannot be loaded: Error: at the top; does `node` run it\?/],
    [
      module(
        `import { planted } from ${JSON.stringify(fixture)}\nexport const system = async () => ({ ...(await planted('well')), name: 'reference' })`,
      ),
      /calls itself reference, which is one of ours/,
    ],
  ])(
    '%s is refused in one line that names the fix',
    async (path, says) => {
      mkdirSync(join(cwd, 'folder'), { recursive: true })
      const { exit, out, err } = await storms(path)
      expect(err).toMatch(says)
      expect(err.trimEnd()).not.toContain('\n')
      expect(out).toBe('')
      expect(exit).toBe(exits.misuse)
    },
    20_000,
  )

  it.each([
    ['throws in boot', /planted, in boot: threw TypeError: boom/],
    ['throws in view', /seed 3, cards: planted, in view: threw TypeError: boom/],
    ['throws in close', /planted, in close: threw TypeError: boom/],
    ['exits with 0', /seed 3, .*: the system ended its process with code 0/],
    ['rejects where nobody listens', /seed 3, .*: the system ended its thread: Error: nobody listens, which nobody caught/],
    ['throws in a timer', /seed 3, .*: the system ended its thread: TypeError: boom, which nobody caught/],
  ])(
    'that %s is undecided, and the seed is named',
    async (way, says) => {
      const { exit, out } = await storms(plantedIn(way))
      expect(out).toMatch(/^UNDECIDED +planted/)
      expect(out).toMatch(says)
      expect(exit).toBe(exits.undecided)
    },
    20_000,
  )

  it('that cannot be made is undecided', async () => {
    const { exit, out } = await storms(module("export const system = () => { throw new RangeError('no such table') }"), '--json')
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'undecided',
      runs: 0,
      undecided: [{ why: expect.stringContaining('in create: threw RangeError: no such table') }],
    })
    expect(exit).toBe(exits.undecided)
  }, 20_000)

  it('prints into nobody’s report', async () => {
    const chatty = `import { planted } from ${JSON.stringify(fixture)}\nexport const system = () => { console.log('hello'); return planted('well') }`
    const { out, err } = await storms(module(chatty), '--json')
    expect(JSON.parse(out)).toMatchObject({ verdict: 'held' })
    expect(err).toBe('')
  }, 20_000)

  it('cannot paint the terminal by what it throws', async () => {
    const { out } = await storms(plantedIn('says \u001B[31mred\u001B[0m\u001B]0;title\u0007'))
    for (const obeyed of ['\u001B', '\u0007', '\r', '\u202E']) expect(out).not.toContain(obeyed)
    expect(out).toMatch(/^UNDECIDED/)
    expect(out).not.toMatch(/^HELD/m)
  }, 20_000)
})
