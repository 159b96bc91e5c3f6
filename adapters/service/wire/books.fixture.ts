import { createServer, type IncomingMessage } from 'node:http'
import { connectSql, quotedText, type Sql, SqlError } from '../postgres/sql.ts'

/**
 * A small service, as a process of its own: it books each invoice that it hears was paid, on a Postgres, through a pool of its own.
 * MODE says how: `looks first` looks whether an event was seen, then books, in one transaction without a unique index; `index` has one,
 * and lets whoever comes second wait; `two orders` locks two rows in an order that depends on the event; `one connection` has a pool of one;
 * `by halves` notes an event as seen before it books, each by itself.
 */
const { DATABASE_URL, PORT, MODE } = process.env
const { username, password, hostname, port, pathname } = new URL(DATABASE_URL!)
const place = { user: username, password, host: hostname, port: Number(port), database: pathname.slice(1) }
const mostConnections = MODE === 'one connection' ? 1 : 4

const idle: Sql[] = []
const waiting: ((sql: Sql) => void)[] = []
let connections = 0

async function taken(): Promise<Sql> {
  const sql = idle.pop()
  if (sql !== undefined) return sql
  if (connections === mostConnections) return new Promise((resolve) => waiting.push(resolve))
  connections++
  return connectSql(place, 'books')
}
async function givenBack(sql: Sql, isLost: boolean): Promise<void> {
  if (isLost) connections--
  const next = waiting.shift()
  if (next !== undefined) next(isLost ? await taken() : sql)
  else if (!isLost) idle.push(sql)
}
async function transaction(work: (sql: Sql) => Promise<void>): Promise<void> {
  const isWhole = MODE !== 'by halves'
  const sql = await taken()
  let isLost = false
  try {
    if (isWhole) await sql.query('begin')
    await work(sql)
    if (isWhole) await sql.query('commit')
  } catch (thrown) {
    isLost = thrown instanceof SqlError && thrown.code === ''
    if (!isLost && isWhole) await sql.query('rollback')
    throw thrown
  } finally {
    await givenBack(sql, isLost)
  }
}

interface Event {
  readonly id: string
  readonly data: { readonly object: { readonly id: string; readonly customer: string; readonly amount_paid: number } }
}

async function book(sql: Sql, { id, data: { object } }: Event): Promise<void> {
  const row = [object.id, object.customer].map(quotedText).join(', ')
  if (MODE === 'index') {
    const [isNew] = await sql.query(`insert into events_once values (${quotedText(id)}) on conflict do nothing returning id`)
    if (isNew === undefined) return
  } else {
    if ((await sql.query(`select id from events where id = ${quotedText(id)}`)).length > 0) return
    await sql.query(`insert into events values (${quotedText(id)})`)
  }
  if (MODE === 'two orders')
    for (const which of id.charCodeAt(id.length - 1) % 2 === 0 ? [1, 2] : [2, 1])
      await sql.query(`update totals set booked = booked + 1 where id = ${which}`)
  await sql.query(`insert into invoices (provider, customer, amount) values (${row}, ${object.amount_paid})`)
}

async function route(request: IncomingMessage): Promise<number> {
  let body = ''
  for await (const part of request) body += String(part)
  if (request.url === '/healthz') return 200
  await transaction((sql) => book(sql, JSON.parse(body) as Event))
  return 200
}

if (process.argv[2] === 'migrate') {
  const sql = await connectSql(place, 'books')
  await sql.query(`create table events (id text); create table events_once (id text primary key);
    create table totals (id int primary key, booked int); insert into totals values (1, 0), (2, 0);
    create table invoices (id serial primary key, provider text, customer text, amount int)`)
  await sql.close()
} else
  createServer((request, response) => {
    void route(request)
      .catch((thrown: unknown) => (thrown instanceof SqlError ? 503 : 500))
      .then((status) => response.writeHead(status).end())
  }).listen(Number(PORT))
