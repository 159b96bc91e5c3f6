import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { exits } from './exit.ts'
import { main } from './main.ts'

const bin = join(import.meta.dirname, 'bin.js')
const running = new Set<ReturnType<typeof spawn>>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

/** Starts the command by itself, and waits for its first words. */
async function started(...words: readonly string[]) {
  const child = spawn(process.execPath, [bin, 'twin', 'stripe', '--port', '0', ...words])
  running.add(child)
  const said = { out: '', err: '' }
  child.stderr.on('data', (text) => (said.err += String(text)))
  const first = new Promise<void>((resolve) =>
    child.stdout.on('data', (text) => {
      said.out += String(text)
      if (/\n\n|listening/.test(said.out)) resolve()
    }),
  )
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  await first
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said.out)?.[0] ?? ''
  return { child, said, ended, url, port: new URL(url).port }
}
const key = { authorization: 'Bearer sk_test_1' }

async function refused(...words: readonly string[]) {
  let err = ''
  const io = {
    out: () => undefined,
    err: (text: string) => void (err += text),
    stdin: async () => '',
    cwd: '.',
    isTerminal: false,
    now: () => 0,
  }
  return { exit: await main(['twin', 'stripe', ...words], io), err }
}

describe('billstorm twin stripe', () => {
  it('says where it is, logs what it is asked, and ends when it is interrupted', async () => {
    const { child, said, ended, url } = await started(
      '--webhook',
      'http://localhost:59999/hook',
      '--secret',
      'whsec_mine',
      '--at',
      '2027-01-31',
    )
    expect(said.out).toContain(`twin      ${url}   clock stands at 2027-01-31, no seed`)
    expect(said.out).toContain('webhook   http://localhost:59999/hook   secret whsec_mine')
    expect((await fetch(`${url}/v1/customers`, { method: 'POST', headers: key, body: new URLSearchParams({ name: 'ada' }) })).status).toBe(
      200,
    )
    await fetch(`${url}/_billstorm/deliveries/settle`, { method: 'POST' })
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(said.out).toMatch(/\n200 +POST \/v1\/customers {2}cus_\w{14} {2}\d+ ms\n/)
    expect(said.out).toMatch(
      /\n {2}ECONNREFUSED customer\.created evt_\w{24} to http:\/\/localhost:59999\/hook, again 2027-01-31T00:01:00Z {2}\d+ ms\n/,
    )
    expect(said.out).toMatch(/\nended\n$/)
    expect(said.err).toBe('')
  })

  it('logs a line of JSON each, where that is asked for', async () => {
    const { child, said, ended, url } = await started('--log', 'json', '--seed', '7')
    await fetch(`${url}/v1/frobs`, { headers: key })
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    const lines = said.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(lines).toMatchObject([
      { kind: 'listening', url, seed: '7', webhooks: [] },
      { kind: 'request', method: 'GET', path: '/v1/frobs', status: 404 },
    ])
  })

  it('ends at once for whoever interrupts it while a call hangs', async () => {
    const { child, ended, url } = await started()
    await fetch(`${url}/_billstorm/faults`, { method: 'POST', body: new URLSearchParams({ fault: 'timeout before' }) })
    const hangs = fetch(`${url}/v1/customers`, { headers: key }).then(
      () => 'answered',
      () => 'cut off',
    )
    await fetch(`${url}/_billstorm/clock`)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(await hangs).toBe('cut off')
  })

  it('says so when its port is taken', async () => {
    const { port } = await started()
    expect(await refused('--port', port)).toEqual({
      exit: exits.misuse,
      err: `billstorm: port ${port} is taken, perhaps by a twin that still runs; name another with --port, or 0 for any that is free\n`,
    })
  })

  it.each([
    ['--port 70000', /--port takes a number from 0 to 65535/],
    ['--log loud', /--log takes text or json/],
    ['--at tomorrow', /--at: "tomorrow" is no moment of UTC/],
    ['--seed few', /--seed takes/],
    ['--port 0 --webhook https://example.com/hook', /--webhook: the twin tells only addresses on this machine/],
    ['--port 0 --webhook nowhere', /--webhook: the twin tells only addresses on this machine/],
  ])('refuses %s', async (words, says) => {
    const { exit, err } = await refused(...words.split(' '))
    expect(exit).toBe(exits.misuse)
    expect(err).toMatch(says)
  })
})
