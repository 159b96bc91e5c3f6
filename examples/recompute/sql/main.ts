/**
 * A recompute of the profile `core` in SQL: facts are loaded as they come, and the state of every account is one query.
 *
 *   npx billstorm bench recompute --facts core.ndjson --own 'node examples/recompute/sql/main.ts'
 *
 * With `--mistake` what went back is added up from what was asked for; whoever asks for all of an invoice names no amount.
 */
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'

const hasMistake = process.argv.includes('--mistake')

const tables = `
  create table plan (policy integer, key text, price integer, primary key (policy, key));
  create table policy (id integer primary key, currency text, change_expires integer);
  create table fact (id text primary key, account text, policy integer, at integer, recorded_at integer, kind text, body text) without rowid;
`

/** What facts say, kind by kind. Two facts with one id are one fact, which the table's key sees to. */
const reading = `
  create table account as select account, min(policy) as policy from fact group by account;

  create table command as
    select account, at, body ->> '$.ordinal' as ordinal, body ->> '$.command.do' as does, body ->> '$.command.plan' as plan,
      body ->> '$.command.quantity' as quantity, body ->> '$.command.when' as ends, body ->> '$.command.amount' as asked,
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
      body ->> '$.effect.lines[0].from' as since, body ->> '$.effect.lines[0].to' as until,
      body ->> '$.effect.reason' as reason, p.at as paid_at, r.path is not null as came_too_late
    from fact f left join payment p on p.attempt = body ->> '$.effect.attempt'
      left join refund r on r.path = (body ->> '$.effect.attempt') || '/refund'
    where kind = 'decided' and body ->> '$.effect.kind' = 'start attempt' and body ->> '$.effect.send' = 1;
  create index invoice_path on invoice (path);
  create index invoice_account on invoice (account);
`

/** Of a change `c` to what was held before it, `h`: the rest of the new price less the rest of the old. The provider takes no less than 50 cents. */
const quantity = 'coalesce(c.quantity, h.quantity)'
const amount = `(rest(${quantity} * n.price, c.left_over, c.length) - rest(h.price, c.left_over, c.length))`
const isHeld = `(c.is_paid or (c.is_not_charged and ${amount} < 50))`

/** The latest subscription of each account, and what became of it. */
const living = `
  create table subscription as
    select c.account, a.policy, c.account || '/sub ' || c.sub as path, c.sub, c.ordinal, c.at, c.plan, c.quantity
    from command c join account a on a.account = c.account
    where c.does = 'subscribe' and c.sub = (select max(sub) from command l where l.account = c.account);
  create index subscription_account on subscription (account);

  -- The time that is paid for, period by period.
  create table period as
    select s.account, i.since, i.until
    from subscription s join invoice i on i.account = s.account and i.paid_at is not null and not i.came_too_late
      and (i.path = s.path || '/signup' or i.path like s.path || '/renewal %');
  create index period_account on period (account, until);

  create table change as
    select c.account, c.at, c.plan, c.quantity, c.nth, i.path is null as is_not_charged, coalesce(i.paid_at is not null and not i.came_too_late, 0) as is_paid,
      p.until / 1000 - c.at / 1000 as left_over, p.until / 1000 - p.since / 1000 as length
    from (select *, row_number() over (partition by account, sub order by ordinal) as nth from command where does in ('change plan', 'change quantity')) c
      join subscription s on s.account = c.account and s.sub = c.sub
      left join invoice i on i.path = s.path || iif(c.does = 'change plan', '/upgrade ', '/quantity ') || c.nth
      left join period p on p.account = c.account and p.since <= c.at and c.at < p.until;
  create index change_account on change (account, nth);

  -- What is held after each change: more once it is paid, and what was too little to be charged at once.
  create table held as
    with recursive held as (
      select s.account, s.policy, 0 as nth, s.at, s.plan, s.quantity, s.quantity * p.price as price, 0 as carried
      from subscription s join plan p on p.policy = s.policy and p.key = s.plan
      union all
      select h.account, h.policy, c.nth, c.at, iif(${isHeld}, n.key, h.plan), iif(${isHeld}, ${quantity}, h.quantity),
        iif(${isHeld}, ${quantity} * n.price, h.price), iif(c.is_not_charged and ${isHeld}, ${amount}, 0)
      from held h join change c on c.account = h.account and c.nth = h.nth + 1
        join plan n on n.policy = h.policy and n.key = coalesce(c.plan, h.plan))
    select * from held;
  create index held_account on held (account, nth);

  create table life as
    select s.account, s.at, (select max(until) from period p where p.account = s.account) as until,
      h.plan, h.quantity, h.price,
      (select sum(carried) from held c where c.account = s.account and c.at >= (select max(since) from period p where p.account = s.account)) as carried,
      exists (select 1 from command c where c.account = s.account and c.sub = s.sub and c.does = 'cancel' and c.ends = 'now') as is_ended,
      coalesce((select does = 'cancel' from command c where c.account = s.account and c.sub = s.sub
        and (c.does = 'undo cancel' or (c.does = 'cancel' and c.ends = 'period end')) order by c.ordinal desc limit 1), 0) as ends_with_period
    from subscription s join held h on h.account = s.account and h.nth = (select max(nth) from held l where l.account = s.account);
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
  select a.account, coalesce(s.status, 'none') as status, coalesce(s.plan, '') as plan, coalesce(s.quantity, 0) as quantity,
    iif(s.status = 'active', s.until, null) as paidThrough,
    coalesce(i.amount, 0) - coalesce(r.amount, 0) as paid,
    iif(s.status = 'active' and s.until <= :asOf, s.price + coalesce(s.carried, 0), 0) as due,
    p.currency
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
    readonly plans: readonly { readonly key: string; readonly price: number }[]
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
// What is left of a price for the rest of a period, half rounded up.
database.function('rest', { deterministic: true }, (price, left, length) =>
  price === null || left === null || length === null
    ? null
    : Math.floor((2 * Number(price) * Number(left) + Number(length)) / (2 * Number(length))),
)
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
  for (const [id, { currency, changeExpires, plans }] of policies.entries()) {
    database.prepare('insert into policy values (?, ?, ?)').run(id, currency, changeExpires)
    for (const { key, price } of plans) database.prepare('insert into plan values (?, ?, ?)').run(id, key, price)
  }
  return instant
}
