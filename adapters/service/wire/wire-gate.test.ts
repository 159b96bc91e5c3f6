import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFrameReader, frame, startFrame } from '../postgres/frames.ts'
import { bind, execute, parse, sync } from './say.fixture.ts'
import type { Operation } from './connection.ts'
import { openWireGate, type WireGate } from './wire-gate.ts'

/** Stands in for a server: it answers when it is told to, and notes what it got. */
let behind: { readonly server: Server; readonly got: string[]; readonly sockets: Socket[] }
let gate: WireGate
let front: Server
let folder: string
const clients: Socket[] = []

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const ready = frame('Z', 'I')
const hello = Buffer.concat([frame('R', number(0)), frame('K', number(77), number(1)), ready])
const done = (tag: string): Buffer => Buffer.concat([frame('C', `${tag}\0`), ready])

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'billstorm-wire-'))
  const got: string[] = []
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    let isFirst = true
    const read = createFrameReader(({ kind, body }) => got.push(`${kind} ${body.toString('utf8').split('\0').join(' ').trim()}`.trim()))
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      if (!isFirst) return read(bytes)
      isFirst = false
      socket.write(hello)
    })
  })
  server.listen(join(folder, 'server'))
  await once(server, 'listening')
  behind = { server, got, sockets }
  front = createServer()
  front.listen(0, '127.0.0.1')
  await once(front, 'listening')
  gate = openWireGate(front, join(folder, 'server'), () => undefined)
})
afterEach(() => {
  gate.end()
  for (const socket of [...clients.splice(0), ...behind.sockets]) socket.destroy()
  behind.server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A client that has started; `heard` are the kinds of frames that came. */
async function client(): Promise<{ readonly socket: Socket; readonly heard: string[] }> {
  const socket = connect((front.address() as { port: number }).port, '127.0.0.1')
  clients.push(socket)
  const heard: string[] = []
  const read = createFrameReader(({ kind }) => heard.push(kind))
  socket.on('data', read).on('error', () => undefined)
  socket.write(startFrame({ user: 'ada' }))
  await until(() => heard.includes('Z'))
  heard.length = 0
  return { socket, heard }
}
async function until(holds: () => boolean): Promise<void> {
  for (const since = performance.now(); !holds(); await sleep(1)) if (performance.now() - since > 5_000) throw new Error('it never came')
}

it('lets everything pass until somebody closes it, and a start-up always', async () => {
  const { socket, heard } = await client()
  socket.write(frame('Q', 'select 2\0'))
  await until(() => behind.got.length === 1)
  behind.sockets[0]!.write(done('SELECT 1'))
  await until(() => heard.includes('Z'))
  gate.close()
  await client()
  expect(gate.parked.size).toBe(0)
})

it('keeps a round trip before the server, and its answer before the service', async () => {
  const { socket, heard } = await client()
  gate.close()
  socket.write(Buffer.concat([parse('', 'update a set b = $1'), bind('', ['7']), execute(), sync]))
  await until(() => gate.parked.size === 1)
  const [operation] = gate.parked
  expect(behind.got).toEqual([])
  expect(operation).toMatchObject({ executes: [{ sql: 'update a set b = $1', values: ['7'] }], backend: 77, reply: undefined })
  operation!.forward()
  expect(gate.parked.size).toBe(0)
  await until(() => behind.got.includes('S'))
  behind.sockets[0]!.write(Buffer.concat([frame('1'), frame('2'), done('UPDATE 3')]))
  await operation!.replied
  expect(operation!.reply).toMatchObject({ tags: ['UPDATE 3'], error: undefined, isCut: false })
  await sleep(5)
  expect(heard).toEqual([])
  operation!.release()
  await until(() => heard.includes('Z'))
  expect(heard).toEqual(['1', '2', 'C', 'Z'])
})

it('has what is pipelined wait in its order, and answers each by itself', async () => {
  const { socket, heard } = await client()
  gate.close()
  const ask = (value: string): Buffer => Buffer.concat([bind('s', [value]), execute(), sync])
  socket.write(Buffer.concat([parse('s', 'insert into a values ($1)'), ask('1'), ask('2')]))
  await until(() => gate.parked.size === 1)
  const [first] = gate.parked
  first!.forward()
  behind.sockets[0]!.write(Buffer.concat([frame('1'), frame('2'), done('INSERT 0 1')]))
  await first!.replied
  expect(gate.parked.size).toBe(0)
  first!.release()
  await until(() => gate.parked.size === 1)
  const [second] = gate.parked
  expect(second!.executes[0]?.values).toEqual(['2'])
  second!.forward()
  behind.sockets[0]!.write(Buffer.concat([frame('2'), frame('E', 'SERROR\0C23505\0Mno\0\0'), ready]))
  await second!.replied
  expect(second!.reply).toMatchObject({ tags: [], error: '23505' })
  second!.release()
  await until(() => heard.filter((kind) => kind === 'Z').length === 2)
})

it('ends what is flushed when it was executed, with no word that the server is ready', async () => {
  const { socket } = await client()
  gate.close()
  socket.write(Buffer.concat([parse('', 'select a from b'), bind('', []), execute(), frame('H')]))
  await until(() => gate.parked.size === 1)
  const [operation] = gate.parked
  operation!.forward()
  behind.sockets[0]!.write(Buffer.concat([frame('1'), frame('2'), frame('C', 'SELECT 0\0')]))
  await operation!.replied
  expect(operation!.reply?.tags).toEqual(['SELECT 0'])
})

it('knows of a start-up that the server has not answered', async () => {
  behind.server.removeAllListeners('connection')
  behind.server.on('connection', (socket) => behind.sockets.push(socket))
  const socket = connect((front.address() as { port: number }).port, '127.0.0.1')
  clients.push(socket)
  socket.write(startFrame({ user: 'ada' }))
  await until(() => behind.sockets.length === 1)
  expect(gate.isBusy).toBe(true)
  behind.sockets[0]!.write(hello)
  await until(() => !gate.isBusy)
})

it('forgets what nobody waits for any more, and says of what was under way that it was cut off', async () => {
  const { socket } = await client()
  const other = await client()
  gate.close()
  socket.write(frame('Q', 'select 2\0'))
  other.socket.write(frame('Q', 'commit\0'))
  await until(() => gate.parked.size === 2)
  const [first, second] = gate.parked
  second!.forward()
  socket.destroy()
  behind.sockets[1]!.destroy()
  await until(() => gate.parked.size === 0)
  await second!.replied
  expect([first!.reply?.isCut, second!.reply?.isCut]).toEqual([true, true])
})

it('lets go of all that waited when it is opened', async () => {
  const { socket, heard } = await client()
  gate.close()
  socket.write(frame('Q', 'select 2\0'))
  await until(() => gate.parked.size === 1)
  gate.open()
  await until(() => behind.got.length === 1)
  behind.sockets[0]!.write(done('SELECT 1'))
  await until(() => heard.includes('Z'))
  expect(gate.parked.size).toBe(0)
})

it('knows the transaction that a statement stands in', async () => {
  const { socket } = await client()
  gate.close()
  const ask = async (sql: string, status: string): Promise<Operation> => {
    socket.write(frame('Q', `${sql}\0`))
    await until(() => gate.parked.size === 1)
    const [operation] = gate.parked
    const { transaction } = operation!
    operation!.forward()
    behind.sockets[0]!.write(Buffer.concat([frame('C', 'DONE\0'), frame('Z', status)]))
    await operation!.replied
    operation!.release()
    return { ...operation!, transaction }
  }
  expect((await ask('begin isolation level serializable', 'T')).transaction).toEqual({ isOpen: false, isStrict: false, writes: 0 })
  expect((await ask('update a set b = 1', 'T')).transaction).toEqual({ isOpen: true, isStrict: true, writes: 0 })
  expect((await ask('commit', 'I')).transaction).toEqual({ isOpen: true, isStrict: true, writes: 1 })
  expect((await ask('update a set b = 2', 'I')).transaction.isOpen).toBe(false)
})

it('has the server itself refuse what is to fail, and tells the service as the server does', async () => {
  const { socket, heard } = await client()
  gate.close()
  socket.write(Buffer.concat([parse('', 'update a set b = $1'), bind('', ['7']), execute(), sync]))
  await until(() => gate.parked.size === 1)
  const [operation] = gate.parked
  operation!.fail('40P01')
  await until(() => behind.got.length === 1)
  expect(behind.got[0]).toMatch(/^Q do .* errcode = '40P01'/)
  behind.sockets[0]!.write(Buffer.concat([frame('E', 'SERROR\0C40P01\0Mcanceled\0\0'), ready]))
  await operation!.replied
  expect(operation!.reply).toMatchObject({ tags: [], error: '40P01' })
  operation!.release()
  await until(() => heard.join('') === 'EZ')
})

it('breaks the connection of whom nobody is to tell what became of it', async () => {
  const { socket } = await client()
  gate.close()
  socket.write(frame('Q', 'commit\0'))
  await until(() => gate.parked.size === 1)
  const [operation] = gate.parked
  operation!.forward()
  behind.sockets[0]!.write(done('COMMIT'))
  await operation!.replied
  operation!.cut()
  expect(operation!.reply).toMatchObject({ tags: ['COMMIT'], isCut: true })
  await until(() => socket.destroyed)
})

it('names what does not pass', async () => {
  const { socket } = await client()
  gate.close()
  socket.write(frame('Q', 'listen jobs\0'))
  await until(() => gate.refused.size === 1)
  expect([...gate.refused]).toEqual(['LISTEN'])
})
