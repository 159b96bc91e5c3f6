import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { isRefusal } from '../harm/refusal.ts'
import type { Egress, Enclosure } from './enclosure.ts'
import { enclose } from './enclosure.ts'
import type { Running } from './wire.ts'

const open: Enclosure[] = []
afterEach(async () => {
  for (const enclosure of open.splice(0)) await enclosure.end()
})

async function opened(egress: Egress, ours?: Readonly<Record<string, string>>): Promise<Enclosure> {
  const enclosure = await enclose({ egress, ...(ours === undefined ? {} : { ours }) })
  if (isRefusal(enclosure)) throw new Error(enclosure.says)
  open.push(enclosure)
  return enclosure
}

async function started(enclosure: Enclosure, run: string | readonly [string, ...string[]], given = {}): Promise<Running> {
  const limits = { keepBytes: 10_000, floodBytes: 1_000_000 }
  const child = await enclosure.start({ run, folder: import.meta.dirname, env: enclosure.environment(given), ...limits })
  if ('kind' in child) throw new Error(child.why)
  return child
}

const node = (text: string): readonly [string, ...string[]] => [process.execPath, '--input-type=module', '--eval', text]
const isLinux = process.platform === 'linux'

describe.runIf(isLinux)('the way out is closed', () => {
  it('to HTTP by a name, which is told', async () => {
    const enclosure = await opened('guarded')
    const child = await started(enclosure, node(`await fetch('http://billing.invalid/').catch((error) => console.log(error.cause.code))`))
    expect(await child.exited).toMatchObject({ code: 0 })
    expect(child.printed.out).toMatch(/ENOTFOUND|EAI_AGAIN/)
    expect(await enclosure.outward()).toMatchObject({ isSeen: true, names: ['billing.invalid'] })
  })

  it('to a raw connection and to a packet, which are counted', async () => {
    const enclosure = await opened('guarded')
    expect(await enclosure.outward()).toEqual({ isSeen: true, names: [], unrouted: 0 })
    const text = `
      import { connect } from 'node:net'
      import { createSocket } from 'node:dgram'
      connect(443, '192.0.2.1').on('error', (error) => console.log('tcp', error.code))
      const socket = createSocket('udp4')
      socket.send('x', 9, '192.0.2.1', (error) => { console.log('udp', error.code); socket.close() })`
    const child = await started(enclosure, node(text))
    await child.exited
    expect(child.printed.out.trim().split('\n').toSorted()).toEqual(['tcp ENETUNREACH', 'udp ENETUNREACH'])
    expect(await enclosure.outward()).toEqual({ isSeen: true, names: [], unrouted: 2 })
  })

  it('to daemons of this machine by their sockets, and to whoever is root and would undo it', async () => {
    const enclosure = await opened('guarded')
    const child = await started(
      enclosure,
      'ls -A /run; ip link add a type dummy || nsenter --target 1 --net true || umount /run || echo denied',
    )
    await child.exited
    expect(child.printed.out.split('\n').filter((line) => !['mount', 'names', 'current-system', ''].includes(line))).toEqual(['denied'])
  })

  it('and no process of this machine is seen', async () => {
    const enclosure = await opened('guarded')
    const child = await started(enclosure, `[ -e /proc/${process.pid}/exe ] && readlink /proc/${process.pid}/exe; echo looked`)
    await child.exited
    expect(child.printed.out).toBe('looked\n')
  })
})

describe.runIf(isLinux).each(['guarded', 'unguarded'] as const)('a place apart, %s', (egress) => {
  it('hands on little of our environment, and a folder for temporary files', async () => {
    const enclosure = await opened(egress, { PATH: process.env['PATH']!, STRIPE_API_KEY: 'ours', NODE_OPTIONS: '' })
    const child = await started(enclosure, '/usr/bin/env', { PORT: '8123' })
    await child.exited
    const names = child.printed.out.split('\n').map((line) => line.split('=')[0])
    expect(new Set(names)).toEqual(new Set(['', 'PWD', 'BILLSTORM_GUARDED', 'PATH', 'PORT', 'TMPDIR', 'TZ']))
    expect(existsSync(`${enclosure.folder}/temporary`)).toBe(true)
  })

  it('lets a child reach a server of ours', async () => {
    const enclosure = await opened(egress)
    const { port, server } = await enclosure.listen()
    const http = createServer((request, response) => response.end(`twin of ${request.url}`))
    server.on('connection', (socket) => http.emit('connection', socket))
    const child = await started(enclosure, node(`console.log(await (await fetch('http://127.0.0.1:${port}/v1')).text())`))
    await child.exited
    expect(child.printed).toMatchObject({ out: 'twin of /v1\n', error: '' })
  })

  it('lets us reach a child, and says whose port it is', async () => {
    const enclosure = await opened(egress)
    const text = `
      import { createServer } from 'node:net'
      const server = createServer((socket) => socket.end('here'))
      server.listen(0, '127.0.0.1', () => console.log(server.address().port))`
    const child = await started(enclosure, node(text))
    while (child.printed.out === '') await new Promise((resolve) => setTimeout(resolve, 5))
    const port = Number(child.printed.out)
    expect(await enclosure.owners(port)).toMatchObject([{ child: child.number }])
    const socket = await enclosure.connect(port)
    const said = await new Promise((resolve) => socket?.once('data', (bytes) => resolve(String(bytes))))
    expect(said).toBe('here')
    await enclosure.stop(child.number, 2_000)
    expect(await enclosure.owners(port)).toEqual([])
    expect(await enclosure.connect(port)).toBeUndefined()
  })

  it('ends who ignores it, with all that it started, and says so', async () => {
    const enclosure = await opened(egress)
    const child = await started(enclosure, `trap '' TERM; sleep 1000 & echo up; while :; do sleep 1000; done`)
    while (child.printed.out === '') await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await enclosure.stop(child.number, 100)).toEqual({ ignored: true })
    expect(await child.exited).toMatchObject({ signal: 'SIGKILL' })
  })

  it('ends who floods, and keeps the beginning and the end of what was printed', async () => {
    const enclosure = await opened(egress)
    const child = await started(enclosure, 'yes flood')
    const exit = await child.exited
    expect(exit).toMatchObject({ flooded: true, signal: 'SIGKILL' })
    expect(exit.printedBytes).toBeGreaterThan(1_000_000)
    expect(child.printed.out).toHaveLength(10_000)
    expect(exit.lastWords.length).toBeLessThanOrEqual(2_048)
  })

  it('names what cannot be started', async () => {
    const enclosure = await opened(egress)
    const limits = { keepBytes: 1, floodBytes: 1, env: {} }
    const missing = { kind: 'never started', why: expect.stringContaining('ENOENT') }
    expect(await enclosure.start({ run: ['no-such-program'], folder: import.meta.dirname, ...limits })).toEqual(missing)
    const nowhere = { kind: 'never started', why: expect.stringContaining('the folder') }
    expect(await enclosure.start({ run: ['true'], folder: `${import.meta.dirname}/none`, ...limits })).toEqual(nowhere)
  })

  it('leaves no folder at its end, and what is asked of it after says why not', async () => {
    const enclosure = await opened(egress)
    const child = await started(enclosure, 'echo up; exec sleep 1000')
    await enclosure.end()
    expect(await child.exited).toMatchObject({ signal: 'SIGKILL' })
    expect([enclosure.folder, enclosure.memory].filter((each) => existsSync(each))).toEqual([])
    await expect(enclosure.listen()).rejects.toThrow('the guardian is gone')
  })
})
