import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Egress, Enclosure } from '../enclosure/enclosure.ts'
import { enclose } from '../enclosure/enclosure.ts'
import { isRefusal } from '../harm/refusal.ts'
import type { ChildEnd } from './ends.ts'
import { saysEnd } from './ends.ts'
import type { Service, ServicePlan } from './service.ts'
import { admit, startService } from './service.ts'

let enclosure: Enclosure
let folder = ''
async function begin(egress: Egress): Promise<void> {
  const made = await enclose({ egress })
  if (isRefusal(made)) throw new Error(made.says)
  enclosure = made
  folder = mkdtempSync(join(tmpdir(), 'billstorm-service-'))
}
afterEach(async () => {
  await enclosure.end()
  rmSync(folder, { recursive: true })
})

async function freePort(): Promise<number> {
  const { port, server } = await enclosure.listen()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A service on Node, whose text may use `http`, `net` and `port`. */
async function start(text: string, plan: Partial<ServicePlan> = {}): Promise<Service | ChildEnd> {
  const port = plan.port ?? (await freePort())
  const head = `import http from 'node:http'; import net from 'node:net'; const port = ${port};`
  const run = [process.execPath, '--input-type=module', '--eval', head + text] as const
  const admitted = admit(enclosure, { name: 'api', run, folder, env: {}, port, readyPath: '/healthz', readyWithinMs: 10_000, ...plan })
  if (isRefusal(admitted)) throw new Error(admitted.says)
  return startService(enclosure, admitted)
}

async function ready(text: string, plan: Partial<ServicePlan> = {}): Promise<Service> {
  const service = await start(text, plan)
  if ('kind' in service) throw new Error(saysEnd('api', service))
  return service
}

async function fails(text: string, plan: Partial<ServicePlan> = {}): Promise<ChildEnd> {
  const end = await start(text, plan)
  if (!('kind' in end)) throw new Error('it is ready')
  // Whatever came of it, it runs no longer.
  if (plan.port === undefined) expect(await enclosure.owners(plan.port ?? 0)).toEqual([])
  return end
}

const serves = `http.createServer((request, response) => response.end('hello ' + request.method)).listen(port, '127.0.0.1');`
const egresses: readonly Egress[] = process.platform === 'linux' ? ['guarded', 'unguarded'] : ['unguarded']

describe.each(egresses)('a service, %s', (egress) => {
  beforeEach(() => begin(egress))

  it('is asked when it is ready, and ends when it is asked to', async () => {
    const service = await ready(`setTimeout(() => { ${serves} }, 100)`)
    const asked = await service.ask({ method: 'POST', path: '/webhooks', body: '{}', withinMs: 5_000 })
    expect(asked).toMatchObject({ kind: 'answered', status: 200 })
    expect(asked.kind === 'answered' && String(asked.body)).toBe('hello POST')
    expect(await service.stop()).toBeUndefined()
    await expect(service.ask({ method: 'GET', path: '/', withinMs: 5_000 })).resolves.toEqual({ kind: 'not there' })
  })

  it('is started again on its port right after a crash', async () => {
    const port = await freePort()
    for (let round = 0; round < 3; round++) await (await ready(serves, { port })).crash()
    expect(await enclosure.owners(port)).toEqual([])
  })

  it('that exits at once is named, with what it said last', async () => {
    const end = await fails(`console.error('first'); console.error('no \\u001b[31mDATABASE_URL'); process.exit(3)`)
    expect(end).toMatchObject({ kind: 'exited', exit: { code: 3 } })
    expect(saysEnd('api', end)).toMatch(/^api ended by itself after \d+\.\d s, with code 3: no \?\[31mDATABASE_URL$/)
  })

  it('that is not there is named', async () => {
    expect(await fails('', { run: 'no-such-program --serve' })).toMatchObject({
      kind: 'never started',
      why: expect.stringContaining('not found'),
    })
    expect(await fails('', { run: ['no-such-program'] })).toMatchObject({ kind: 'never started', why: expect.stringContaining('ENOENT') })
  })

  it('that never listens, or never is well, is named', async () => {
    const silent = await fails('setInterval(() => {}, 1000)', { readyWithinMs: 300 })
    expect(saysEnd('api', silent)).toBe('api was not ready within 0.3 s: nothing listens on its port')
    const sick = await fails(serves.replace('response.end', 'response.writeHead(503).end'), { readyWithinMs: 3_000 })
    expect(saysEnd('api', sick)).toBe('api was not ready within 3.0 s: GET /healthz answers 503')
  })

  it('that answers garbage is named', async () => {
    const garbage = await fails(`net.createServer((socket) => socket.end('\\x16\\x03\\x01 tls?')).listen(port, '127.0.0.1')`)
    expect(garbage).toMatchObject({ kind: 'answered garbage' })
  })

  it('that floods is named and ended', async () => {
    const flood = `setInterval(() => process.stdout.write('flood'.repeat(100_000)), 0)`
    expect(await fails(flood, { floodBytes: 2_097_152 })).toMatchObject({ kind: 'flooded' })
  })

  it('that ignores SIGTERM is named and killed', async () => {
    const service = await ready(`process.on('SIGTERM', () => {}); ${serves}`, { graceMs: 200 })
    const end = await service.stop()
    expect(end).toEqual({ kind: 'ignored SIGTERM', graceMs: 200 })
    expect(await service.running.exited).toMatchObject({ signal: 'SIGKILL' })
  })

  it('that ends later is named', async () => {
    const service = await ready(`${serves} setTimeout(() => { throw new Error('out of luck') }, 1_000)`)
    expect(await service.lost).toMatchObject({ kind: 'exited', exit: { code: 1 } })
  })

  it('is not mistaken for another that has its port', async () => {
    const port = await freePort()
    const first = await ready(serves, { port })
    const second = await fails('setInterval(() => {}, 1000)', { port })
    expect(saysEnd('worker', second)).toMatch(new RegExp(`^on port ${port}, where worker should be, answered \\S+, process \\d+$`))
    expect(await first.stop()).toBeUndefined()
  })

  it('may answer late, too long, cut off or as garbage later on, and each is told', async () => {
    const service = await ready(`net.createServer((socket) => socket.on('data', (bytes) => {
      const [, path] = String(bytes).split(' ')
      const well = 'HTTP/1.1 200 OK\\r\\n'
      if (path === '/healthz') socket.end(well + 'content-length: 0\\r\\n\\r\\n')
      if (path === '/cut') socket.end(well + 'content-length: 5\\r\\n\\r\\nab')
      if (path === '/none') socket.destroy()
      if (path === '/garbage') socket.end('200 OK')
      if (path === '/chunks') socket.end(well + 'transfer-encoding: chunked\\r\\n\\r\\nzz')
      if (path === '/long') socket.write(well + '\\r\\n' + 'x'.repeat(2_000_000))
    }).on('error', () => {})).listen(port, '127.0.0.1')`)
    const come = async (path: string, withinMs = 20_000): Promise<string> => (await service.ask({ method: 'GET', path, withinMs })).kind
    expect(await come('/late', 300)).toBe('too late')
    expect(await come('/cut')).toBe('hung up')
    expect(await come('/none')).toBe('hung up')
    expect(await come('/garbage')).toBe('garbage')
    expect(await come('/chunks')).toBe('garbage')
    expect(await come('/long')).toBe('too long')
    expect(await come('/healthz')).toBe('answered')
  })

  it('with a live key is not admitted', () => {
    const key = ['sk', 'live', '51Nothing4242'].join('_')
    const plan = { name: 'api', run: 'true', folder, env: {}, port: 1 }
    expect(admit(enclosure, { ...plan, env: { STRIPE_API_KEY: key } })).toMatchObject({ rule: 'live key' })
    writeFileSync(join(folder, '.env.local'), `STRIPE_API_KEY=${key}`)
    expect(admit(enclosure, plan)).toMatchObject({ rule: 'live key', says: expect.stringContaining('.env.local:1') })
  })
})
