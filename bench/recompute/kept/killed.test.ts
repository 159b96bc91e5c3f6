import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import type { FactLine } from '../../facts/fact-file.ts'
import { inFolder } from '../../facts/facts.fixture.ts'
import { historiesOf } from '../histories.fixture.ts'
import { keepFacts } from './keep.ts'
import { partOf, wholeDigest } from './kept.fixture.ts'
import { killedAt } from './killed.fixture.ts'

const { header, lines } = await historiesOf(3)
const isOf = (index: number, of: number): boolean => index % of === 0

/** What comes to a state: nothing was there, a little is appended, much makes a new base. */
const cases: readonly (readonly [string, readonly FactLine[], readonly FactLine[]])[] = [
  ['made', [], lines],
  ['appended', lines.filter((_, index) => !isOf(index, 90)), lines.filter((_, index) => isOf(index, 90))],
  ['compacted', lines.filter((_, index) => isOf(index, 20)), lines.filter((_, index) => !isOf(index, 20))],
]
const names = (state: string): readonly string[] => readdirSync(dirname(state)).filter((name) => name.startsWith('state'))
/** No process has it. */
const nobody = '999999999'

it.each(cases)('who is killed while a state is %s, at whichever step, leaves what it was or what it became', async (did, before, more) => {
  const killed: string[] = []
  for (const part of [0, 0.3, 1])
    for (let at = 0; ; at++) {
      const died = await inFolder(async (file) => {
        const state = file('state')
        if (before.length > 0) await keepFacts({ facts: partOf(file('before.facts'), header, before), state })
        const facts = partOf(file('more.facts'), header, more)
        const step = await killedAt(at, part, () => keepFacts({ facts, state }))
        if (step === undefined) return undefined
        if (existsSync(`${state}.lock`)) writeFileSync(`${state}.lock`, nobody)
        const again = await keepFacts({ facts, state })
        expect([did, 'nothing']).toContain(again.did)
        expect(again).toMatchObject({ digest: wholeDigest(header, lines), facts: new Set(lines.map(({ fact }) => fact.id)).size })
        expect(names(state).filter((name) => !/^state(\.accounts-\d+|\.lock\.\d+)?$/.test(name))).toEqual([])
        expect(names(state).filter((name) => name.includes('accounts')).length).toBe(1)
        return step
      })
      if (died === undefined) break
      killed.push(died)
    }
  expect(new Set(killed)).toEqual(
    new Set([
      ...['openSync', 'writeSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'linkSync', 'rmSync'],
      ...(did === 'appended' ? ['ftruncateSync'] : []),
    ]),
  )
})

it('what was appended and never committed may be cut or changed at any byte', () =>
  inFolder(async (file) => {
    const [, before, more] = cases[1]!
    const state = file('state')
    await keepFacts({ facts: partOf(file('before.facts'), header, before), state })
    const facts = partOf(file('more.facts'), header, more)
    const committed = readFileSync(state)
    const length = readFileSync(`${state}.accounts-1`).length
    expect((await keepFacts({ facts, state })).did).toBe('appended')
    const whole = readFileSync(`${state}.accounts-1`)
    expect(whole.length).toBeGreaterThan(length)
    for (let end = length; end <= whole.length; end += 37) {
      writeFileSync(state, committed)
      writeFileSync(`${state}.accounts-1`, Buffer.concat([whole.subarray(0, end), Buffer.alloc(end % 3, 0xff)]))
      expect(await keepFacts({ facts, state })).toMatchObject({ did: 'appended', digest: wholeDigest(header, lines) })
      expect(readFileSync(`${state}.accounts-1`).equals(whole)).toBe(true)
    }
  }))

it.each([3, 6, 9])('a process that is really killed at step %i leaves a state that goes on', (step) =>
  inFolder(async (file) => {
    const [, before, more] = cases[1]!
    const state = file('state')
    await keepFacts({ facts: partOf(file('before.facts'), header, before), state })
    const facts = partOf(file('more.facts'), header, more)
    copyFileSync(state, file('was'))
    const { href } = new URL('./killed.fixture.ts', import.meta.url)
    const keep = new URL('./keep.ts', import.meta.url).href
    const program = `
      const { killedAt } = await import(${JSON.stringify(href)})
      const { keepFacts } = await import(${JSON.stringify(keep)})
      await killedAt(${step}, 0.5, () => keepFacts(${JSON.stringify({ facts, state })}), () => process.kill(process.pid, 'SIGKILL'))`
    expect(spawnSync(process.execPath, ['--input-type=module', '--eval', program]).signal).toBe('SIGKILL')
    expect(existsSync(`${state}.lock`)).toBe(true)
    expect(readFileSync(state).equals(readFileSync(file('was')))).toBe(true)
    expect(await keepFacts({ facts, state })).toMatchObject({ did: 'appended', digest: wholeDigest(header, lines) })
    expect(names(state)).toEqual(['state', 'state.accounts-1'])
  }),
)
