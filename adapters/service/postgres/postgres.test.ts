import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Egress, Enclosure } from '../enclosure/enclosure.ts'
import { enclose } from '../enclosure/enclosure.ts'
import { markTable } from '../harm/database.ts'
import { isRefusal } from '../harm/refusal.ts'
import type { OwnDatabase } from './own-database.ts'
import { makeOwnDatabase } from './own-database.ts'
import { findPrograms } from './programs.ts'
import type { OwnServer } from './server.ts'
import { startOwnServer } from './server.ts'
import type { Sql } from './sql.ts'
import { connectSql, quotedName } from './sql.ts'

const programs = findPrograms(process.env['PATH'] ?? '')
const egress: Egress = process.platform === 'linux' ? 'guarded' : 'unguarded'

async function serverIn(egress: Egress): Promise<{ enclosure: Enclosure; server: OwnServer }> {
  const enclosure = await enclose({ egress })
  if (isRefusal(enclosure)) throw new Error(enclosure.says)
  const server = await startOwnServer(enclosure, programs!)
  if ('kind' in server) throw new Error(JSON.stringify(server))
  return { enclosure, server }
}

/** Other connections than billstorm's own. */
const open: Sql[] = []
async function service(database: OwnDatabase): Promise<Sql> {
  const sql = await connectSql(database.place, 'service')
  open.push(sql)
  return sql
}
async function leave(): Promise<void> {
  for (const sql of open.splice(0)) await sql.close()
}
afterEach(leave)

describe.runIf(programs !== undefined)('a database of ours', () => {
  let enclosure: Enclosure
  let server: OwnServer
  beforeAll(async () => {
    ;({ enclosure, server } = await serverIn(egress))
  })
  afterAll(() => enclosure.end())

  /** A database after its migrations. */
  async function migrated(): Promise<OwnDatabase> {
    const database = await makeOwnDatabase(server.place)
    const sql = await service(database)
    await sql.query(`create table migrations (id int primary key, name text); insert into migrations values (1, 'first');
      create table customers (id serial primary key, name text); create sequence numbers start 7;
      create table invoices (id serial primary key, customer int references customers, total int)`)
    await leave()
    expect(await database.keep()).toBeUndefined()
    return database
  }
  const use = `insert into customers (name) values ('ada'); insert into invoices (customer, total) select max(id), 1999 from customers;
    select i.id, i.ctid, nextval('numbers') as number, (select count(*) from migrations) as migrations from invoices i`
  const first = [{ id: '1', ctid: '(0,1)', number: '7', migrations: '1' }]

  it('looks the same after each reset: rows, where they lie, and sequences', async () => {
    const database = await migrated()
    const sql = await service(database)
    for (let round = 0; round < 3; round++) {
      expect(await sql.query(use)).toEqual(first)
      expect(await database.reset()).toBe('emptied')
    }
  })

  it.each([
    ['what migrations wrote', `update migrations set name = 'other'`],
    ['the schema', 'alter table customers add column email text'],
    [
      'a table that migrations filled, over a foreign key',
      'alter table migrations add foreign key (id) references invoices not valid; truncate invoices cascade',
    ],
    ['the tables', 'drop table invoices'],
  ])('comes back to what was kept when the service changed %s', async (_, change) => {
    const database = await migrated()
    await (await service(database)).query(change)
    expect(await database.reset()).toBe('copied')
    // It was cut off, as a service would be.
    open.length = 0
    const sql = await service(database)
    expect(await sql.query(use)).toEqual(first)
    expect(
      await sql.query(
        `select name, (select count(*) from information_schema.columns where table_name = 'customers') as columns from migrations`,
      ),
    ).toEqual([{ name: 'first', columns: '2' }])
  })

  it('is held by a transaction that was left open, which is named', async () => {
    const database = await migrated()
    const sql = await service(database)
    await sql.query('begin')
    await sql.query('select * from invoices')
    const [own] = await sql.query('select pg_backend_pid() as pid')
    const by = [{ pid: Number(own!['pid']), state: 'idle in transaction', query: 'select pg_backend_pid() as pid' }]
    expect(await database.reset()).toEqual({ kind: 'held', by })
    await sql.query('rollback')
    expect(await database.reset()).toBe('emptied')
    expect(await database.backends()).toMatchObject([{ pid: by[0]!.pid, state: 'idle' }])
  })

  it.each([
    ['its mark is another', `update public.${markTable} set id = 'another'`],
    ['it has a second mark', `insert into public.${markTable} values ('another')`],
    ['its mark is gone', `drop table public.${markTable}`],
  ])('is neither reset, kept nor dropped when %s', async (_, change) => {
    const database = await migrated()
    const sql = await service(database)
    await sql.query(use)
    await sql.query(change)
    const refusal = { kind: 'refused', rule: 'foreign database' }
    expect(await database.reset()).toMatchObject(refusal)
    expect(await database.keep()).toMatchObject(refusal)
    await sql.query(`drop table invoices cascade`)
    expect(await database.drop()).toMatchObject(refusal)
    expect(await sql.query('select name from customers')).toEqual([{ name: 'ada' }])
  })

  it('is dropped with its copy', async () => {
    const database = await migrated()
    expect(await database.drop()).toBeUndefined()
    const sql = await connectSql(server.place)
    open.push(sql)
    expect(await sql.query(`select datname from pg_database where datname like '${database.place.database}%'`)).toEqual([])
  })

  it.runIf(spawnSync('psql', ['--version']).status === 0)('is reached by children inside, with the password', async () => {
    const database = await migrated()
    const address = server.addressOf(database.place.database)
    const limits = { keepBytes: 1_000, floodBytes: 10_000, folder: enclosure.folder, env: enclosure.environment({}) }
    const child = await enclosure.start({ run: ['psql', address, '-Atc', 'select name from migrations'], ...limits })
    if ('kind' in child) throw new Error(child.why)
    await child.exited
    expect(child.printed).toMatchObject({ out: 'first\n', error: '' })
    const denied = await enclosure.start({ run: ['psql', address.replace(/:[0-9a-f]{36}@/, ':wrong@'), '-Atc', 'select 1'], ...limits })
    if ('kind' in denied) throw new Error(denied.why)
    expect((await denied.exited).lastWords).toContain('password authentication failed')
  })
})

describe.runIf(programs !== undefined)('somebody’s server on loopback', () => {
  let enclosure: Enclosure
  let server: OwnServer
  beforeAll(async () => {
    ;({ enclosure, server } = await serverIn('unguarded'))
  })
  afterAll(() => enclosure.end())

  it.each(['scram-sha-256', 'md5', 'password'])('lets us in by %s, and nobody with another password', async (method) => {
    const { place } = server
    const admin = await connectSql(place)
    const user = `by_${method.slice(0, 3)}`
    await admin.query(
      `set password_encryption = '${method === 'md5' ? 'md5' : 'scram-sha-256'}'; create role ${user} login password 'it''s'`,
    )
    const rules = join(place.host, 'data/pg_hba.conf')
    writeFileSync(rules, `host all ${user} 127.0.0.1/32 ${method}\n${readFileSync(rules, 'utf8')}`)
    await admin.query('select pg_reload_conf()')
    const there = { ...place, host: '127.0.0.1', user }
    await expect.poll(() => connectSql({ ...there, password: "it's" }).then((sql) => sql.close())).toBeUndefined()
    await expect(connectSql({ ...there, password: 'wrong' })).rejects.toMatchObject({ code: '28P01' })
    await admin.close()
  })

  it('keeps none of our databases after SIGKILL of billstorm', async () => {
    const address = server.addressOf('postgres')
    const parent = spawn(process.execPath, [`${import.meta.dirname}/parent.fixture.ts`, egress, address], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const { database, memory } = JSON.parse(String(line)) as { database: string; memory: string }
    const admin = await connectSql(server.place)
    open.push(admin)
    const ours = async (): Promise<number> =>
      (await admin.query(`select 1 as one from pg_database where datname like 'billstorm\\_%'`)).length
    expect(await ours()).toBe(2)
    await admin.query(`select 1 as one from pg_database where datname = '${database}'`)
    parent.kill('SIGKILL')
    await expect.poll(ours, { timeout: 30_000 }).toBe(0)
    await expect.poll(() => existsSync(memory), { timeout: 30_000 }).toBe(false)
  })

  it('tells what it says no to, and goes on', async () => {
    const sql = await connectSql(server.place)
    open.push(sql)
    const [wrong, right, names] = await Promise.allSettled([
      sql.query('select 1 as one; select * from nowhere'),
      sql.query('select 1 as one'),
      sql.query(`select null as "a""b", 'ü' as ${quotedName('c d')}`),
    ])
    expect(wrong).toMatchObject({ status: 'rejected', reason: { code: '42P01' } })
    expect(right).toMatchObject({ value: [{ one: '1' }] })
    expect(names).toMatchObject({ value: [{ 'a"b': null, 'c d': 'ü' }] })
    await expect(connectSql({ ...server.place, database: 'nowhere' })).rejects.toMatchObject({ code: '3D000' })
    await expect(connectSql({ ...server.place, port: 1 })).rejects.toThrow('no connection to Postgres')
  })
})

/** Who runs billstorm; nobody can only be tried by root. */
const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
const canBeNobody = process.getuid?.() === 0 && spawnSync('setpriv', [...asNobody.slice(1), process.execPath, '-p', '1']).status === 0
const ways: readonly (readonly [string, Egress, readonly string[]])[] = [
  ['guarded', 'guarded', []],
  ['unguarded', 'unguarded', []],
  ...(canBeNobody ? ([['guarded, of who is not root', 'guarded', asNobody]] as const) : []),
]

describe.runIf(programs !== undefined && process.platform === 'linux').each(ways)('a server of ours, %s', (_, egress, around) => {
  it('leaves no process, folder or memory after SIGKILL of billstorm', async () => {
    const before = segments()
    const [program, ...rest] = [...around, process.execPath, `${import.meta.dirname}/parent.fixture.ts`, egress] as const
    const parent = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const { memory } = JSON.parse(String(line)) as { memory: string }
    expect(commandLines().filter((text) => text.includes(memory))).not.toEqual([])
    parent.kill('SIGKILL')
    await expect.poll(() => commandLines().filter((text) => text.includes(memory)), { timeout: 30_000 }).toEqual([])
    await expect.poll(() => existsSync(memory), { timeout: 30_000 }).toBe(false)
    await expect.poll(() => segments().filter((id) => !before.includes(id)), { timeout: 30_000 }).toEqual([])
  })
})

const commandLines = (): readonly string[] =>
  readdirSync('/proc').flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8')] : []
    } catch {
      return []
    }
  })

/** Shared memory that nobody is attached to any more. */
const segments = (): readonly string[] =>
  readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, id, , , , , attached] = line.trim().split(/\s+/)
      return id !== undefined && attached === '0' ? [id] : []
    })
