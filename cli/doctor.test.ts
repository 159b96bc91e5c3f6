import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { exits } from './exit.ts'
import { billstormIn } from './told.fixture.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-doctor-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const billstorm = (...words: readonly string[]) => billstormIn(cwd)(words)

/** As somebody would write it, of the planted wirings. */
function file(name: string, way: string): string {
  const fixture = JSON.stringify(join(import.meta.dirname, '../storm/doctor/planted-wiring.fixture.ts'))
  writeFileSync(join(cwd, name), `import { miswired } from ${fixture}\nexport const system = () => miswired(${JSON.stringify(way)})\n`)
  return `./${name}`
}

it('a system of ours is looked at as far as it has anything to look at', async () => {
  const { exit, out } = await billstorm('doctor', '--system', 'mirror')
  expect(out).toMatch(/^ ✓ file {8}mirror 1, level native: a system in this process\n/)
  expect(out).toMatch(/\n ✓ port {8}all 12 rules of the port are kept\n/)
  expect(out).toMatch(/\n · webhook {5}is for services\n/)
  expect(out).toMatch(/\nWELL {6}all 14 steps\n next {7}npx billstorm run --system mirror --time 60s --max-failures 1\n$/)
  expect(exit).toBe(exits.held)
})

it('what is wrong is told with what to do, and ends with 1', async () => {
  const { exit, out } = await billstorm('doctor', '--system', file('live.ts', 'live key'))
  expect(out).toMatch(/\n ✗ live keys {3}what looks like a live key stands in the variable STRIPE_SECRET_KEY/)
  expect(out).toMatch(/\n {15}→ give it the `key` and the `webhookSecret`/)
  expect(out).toMatch(/\nWRONG {5}1 of 14 steps; 12 not looked at before that is right\n$/)
  expect(exit).toBe(exits.broken)
})

it('machines get one object', async () => {
  const { exit, out } = await billstorm('doctor', '--system', file('live.ts', 'live key'), '--json')
  const { schema, verdict, system, steps } = JSON.parse(out)
  expect({ schema, verdict, system, exit }).toEqual({ schema: 'billstorm.doctor/1', verdict: 'wrong', system: 'shop', exit: exits.broken })
  expect(steps).toHaveLength(14)
})

it('what is no service file is misuse, and names the fix', async () => {
  expect(await billstorm('doctor')).toMatchObject({ exit: exits.misuse, err: expect.stringContaining("required option '--system <path>'") })
  expect(await billstorm('doctor', '--system', './nowhere.ts')).toMatchObject({
    exit: exits.misuse,
    err: expect.stringContaining('no file'),
  })
  writeFileSync(join(cwd, 'none.ts'), 'export const other = 1')
  expect(await billstorm('doctor', '--system', './none.ts')).toMatchObject({
    exit: exits.misuse,
    err: expect.stringContaining('no function `system`'),
    out: '',
  })
  expect(await billstorm('doctor', '--system', 'mirror', '--reruns', 'many')).toMatchObject({ exit: exits.misuse })
})
