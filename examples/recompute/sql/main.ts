/**
 * A recompute of the profile `core` in SQL: facts are loaded as they come, and the state of every account is one query.
 * It says nothing of plan, quantity and due: any part of a state may be printed, and that part is compared.
 *
 *   npx billstorm bench recompute --facts core.ndjson --own 'node examples/recompute/sql/main.ts'
 *
 * With `--mistake` what went back is added up from what was asked for; whoever asks for all of an invoice names no amount.
 */
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'

const hasMistake = process.argv.includes('--mistake')

const tables = `
  create table policy (id integer primary key, currency text, change_expires integer);
  create table fact (id text primary key, account text, policy integer, at integer, recorded_at integer, kind text, body text) without rowid;
`

/** What facts say, kind by kind. Two facts with one id are one fact, which the table's key sees to. */
const reading = `
  create table account as select account, min(policy) as policy from fact group by account;

  create table command as
    select account, at, body ->> '$.ordinal' as ordinal, body ->> '$.command.do' as does,
      body ->> '$.command.when' as ends, body ->> '$.command.amount' as asked,
      sum(body ->> '$.command.do' = 'subscribe') over (partition by account order by body ->> '$.ordinal') as sub
    from fact where kind = 'command accepted';

  -- Of several facts that tell of one payment the first that was known says when it was.
  create table payment as
    select attempt, at from (
      select body ->> '$.attempt' as attempt, at,
        row_number() over (partition by body ->> '$.attempt' order by recorded_at, at) as nth
      from fact where kind = 'payment succeeded' or (kind = 'payment read' and body ->> '$.found.status' = 'paid'))
    where nth = 1;
  create index payment_attempt on payment (attempt);

  create table refund as
    select account, body ->> '$.effect.refund' as path, max(body ->> '$.effect.amount') as amount
    from fact where kind = 'decided' and body ->> '$.effect.kind' = 'start refund' group by account, path;
  create index refund_path on refund (path);

  -- Money that came too late for anything goes back under the attempt's own name.
  create table invoice as
    select f.account, body ->> '$.effect.invoice' as path, body ->> '$.effect.amount' as amount,
      body ->> '$.effect.lines[0].to' as until, p.at as paid_at, r.path is not null as came_too_late
    from fact f left join payment p on p.attempt = body ->> '$.effect.attempt'
      left join refund r on r.path = (body ->> '$.effect.attempt') || '/refund'
    where kind = 'decided' and body ->> '$.effect.kind' = 'start attempt' and body ->> '$.effect.send' = 1;
  create index invoice_path on invoice (path);
  create index invoice_account on invoice (account);
`

/** The latest subscription of each account, and what became of it. */
const living = `
  create table subscription as
    select c.account, a.policy, c.account || '/sub ' || c.sub as path, c.sub, c.at
    from command c join account a on a.account = c.account
    where c.does = 'subscribe' and c.sub = (select max(sub) from command l where l.account = c.account);
  create index subscription_account on subscription (account);

  -- The time that is paid for, period by period.
  create table period as
    select s.account, i.until
    from subscription s join invoice i on i.account = s.account and i.paid_at is not null and not i.came_too_late
      and (i.path = s.path || '/signup' or i.path like s.path || '/renewal %');
  create index period_account on period (account, until);

  create table life as
    select s.account, s.at, (select max(until) from period p where p.account = s.account) as until,
      exists (select 1 from command c where c.account = s.account and c.sub = s.sub and c.does = 'cancel' and c.ends = 'now') as is_ended,
      coalesce((select does = 'cancel' from command c where c.account = s.account and c.sub = s.sub
        and (c.does = 'undo cancel' or (c.does = 'cancel' and c.ends = 'period end')) order by c.ordinal desc limit 1), 0) as ends_with_period
    from subscription s;
  create index life_account on life (account);
`

const returned = hasMistake
  ? `select account, sum(asked) as amount from command where does = 'refund' group by account`
  : `select r.account, sum(r.amount) as amount from refund r
     where exists (select 1 from fact f where f.kind = 'refund succeeded' and f.id = r.path || '/succeeded') group by r.account`

const state = `
  with received as (select account, sum(amount) as amount from invoice where paid_at is not null group by account),
    returned as (${returned}),
    standing as (
      select l.*, case
        when l.is_ended or (l.until is not null and l.ends_with_period and l.until <= :asOf) then 'canceled'
        when l.until is not null then 'active'
        when l.at + p.change_expires <= :asOf then 'incomplete expired'
        else 'incomplete' end as status
      from life l join account a on a.account = l.account join policy p on p.id = a.policy)
  select a.account, coalesce(s.status, 'none') as status,
    iif(s.status = 'active', s.until, null) as paidThrough,
    coalesce(i.amount, 0) - coalesce(r.amount, 0) as paid, p.currency
  from account a join policy p on p.id = a.policy
    left join standing s on s.account = a.account
    left join received i on i.account = a.account
    left join returned r on r.account = a.account
`

interface Header {
  readonly format: string
  readonly version: number
  readonly profile: string
  readonly asOf: number
  readonly policies: readonly {
    readonly currency: string
    readonly changeExpires: number
  }[]
}
interface Line {
  readonly policy: number
  readonly fact: {
    readonly id: string
    readonly who: string
    readonly at: number
    readonly recordedAt: number
    readonly kind: string
  }
}

const database = new DatabaseSync(':memory:')
database.exec(tables)
database.exec('begin')
const insert = database.prepare('insert or ignore into fact values (?, ?, ?, ?, ?, ?, ?)')
let asOf: number | undefined
for await (const text of createInterface({ input: process.stdin })) {
  if (asOf === undefined) asOf = load(JSON.parse(text) as Header)
  else {
    const { policy, fact } = JSON.parse(text) as Line
    insert.run(fact.id, fact.who, policy, fact.at, fact.recordedAt, fact.kind, JSON.stringify(fact))
  }
}
database.exec('commit')
database.exec(reading)
database.exec(living)
for (const row of database.prepare(state).iterate({ asOf: asOf ?? 0 })) process.stdout.write(`${JSON.stringify(row)}\n`)

/** The prices and the one instant that everything is as of. */
function load({ format, version, profile, policies, asOf: instant }: Header): number {
  if (format !== 'billstorm facts' || version !== 1 || profile !== 'core')
    throw new Error('the first line is no header of billstorm facts, version 1, profile core')
  for (const [id, { currency, changeExpires }] of policies.entries())
    database.prepare('insert into policy values (?, ?, ?)').run(id, currency, changeExpires)
  return instant
}
