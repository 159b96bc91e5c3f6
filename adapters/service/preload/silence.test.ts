import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Instant, later, minutes, utc } from '#machines'
import { afterAll, expect, it } from 'vitest'
import { openControl } from './control.ts'

const folder = mkdtempSync(join(tmpdir(), 'silence-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const now = utc('2024-01-01')

it('a client that waits for ever hears after five minutes of the world that nobody answers', async () => {
  const twin = createServer((_, response) => response.writeHead(504, { 'x-billstorm': 'silence' }).end()).listen(0, '127.0.0.1')
  await once(twin, 'listening')
  const control = await openControl(folder)
  const code = `fetch('https://api.stripe.com/v1/customers').catch((error) => console.log(error.message, error.cause.code))`
  const child = spawn(process.execPath, ['--eval', code], {
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=${new URL('./child.js', import.meta.url).href}`,
      BILLSTORM_TWIN: String((twin.address() as AddressInfo).port),
      BILLSTORM_CONTROL: control.path,
      BILLSTORM_NOW: String(now),
    },
  })
  const said: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text))
  const ended = once(child, 'exit')
  let last: Instant = now
  // Its client has timers of its own before that one.
  for (; said.length === 0; await sleep(2)) {
    const first = control.held > 0 ? await control.tell(last) : undefined
    if (first !== undefined) await control.fire()
    last = first ?? last
  }
  await ended
  expect(last).toBe(later(now, minutes(5)))
  expect(said.join('').trim()).toBe('fetch failed UND_ERR_HEADERS_TIMEOUT')
  control.close()
  twin.close()
}, 30_000)
