import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { days, later, utc } from '#machines'
import { afterAll, expect, it } from 'vitest'
import { openControl } from './control.ts'

const folder = mkdtempSync(join(tmpdir(), 'chance-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const now = utc('2024-01-01')

/** Draws three numbers whenever it is asked to, on its standard input. */
const code = "process.stdin.on('data', () => console.log([1, 2, 3].map(() => Math.random()).join(' ')))"

async function drawing(control: Awaited<ReturnType<typeof openControl>>) {
  const child = spawn(process.execPath, ['--eval', code], {
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=${new URL('./child.js', import.meta.url).href}`,
      BILLSTORM_TWIN: '1',
      BILLSTORM_CONTROL: control.path,
      BILLSTORM_NOW: String(now),
    },
  })
  while (control.held === 0) await sleep(5)
  return {
    async draws(): Promise<string> {
      child.stdin.write('go\n')
      const said = String(await once(child.stdout, 'data'))
      return said.trim()
    },
    async ends() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      while (control.held > 0) await sleep(5)
    },
  }
}

it('what a client draws is the same in every run of a world, after a start anew too, and another in another world', async () => {
  const control = await openControl(folder)
  const one = await drawing(control)
  await control.begin(now)
  const first = await one.draws()
  const then = await one.draws()
  expect(then).not.toBe(first)
  await control.begin(now)
  expect(await one.draws()).toBe(first)
  await control.begin(later(now, days(1)))
  expect(await one.draws()).not.toBe(first)
  await one.ends()
  const other = await drawing(control)
  await control.begin(now)
  expect(await other.draws()).toBe(first)
  await other.ends()
  const again = await drawing(control)
  await control.tell(now)
  expect([first, then]).not.toContain(await again.draws())
  await again.ends()
  control.close()
}, 30_000)
