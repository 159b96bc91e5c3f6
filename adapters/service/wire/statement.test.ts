import { expect, it } from 'vitest'
import { readStatement } from './statement.ts'

it.each([
  ['select * from invoices where id = $1', 'select invoices', false],
  ['SELECT s.* FROM public."subscriptions" s JOIN x ON true FOR UPDATE', 'select subscriptions for update', false],
  ['insert into payments (id) values ($1) on conflict do update set id = 1', 'insert payments', true],
  ['  -- a word\n update /* and\nanother */ only invoices set a = 1', 'update invoices', true],
  ['delete from entitlements', 'delete entitlements', true],
  ['with gone as (delete from a returning *) select * from gone', 'delete a', true],
  ['with seen as (select * from a for update) select * from seen', 'select a for update', false],
  ['select pg_advisory_xact_lock($1)', 'select pg_advisory_xact_lock', false],
  ['select now()', 'select now', false],
  ['START TRANSACTION ISOLATION LEVEL SERIALIZABLE', 'begin', false],
  ['commit', 'commit', true],
  ['end;', 'commit', true],
  ['rollback to savepoint a', 'rollback', false],
  ['create table if not exists a (b int)', 'create', true],
] as const)('%s is %s', (sql, label, writes) =>
  expect(readStatement(sql)).toMatchObject({ label, writes, isNothing: false, refused: undefined }),
)

it.each(['', ' ; ', '-- ping', 'select 1', 'SELECT 1;'])('%j asks nothing', (sql) => expect(readStatement(sql).isNothing).toBe(true))

it('refuses by name what the wire does not take', () => {
  expect(readStatement('LISTEN jobs').refused).toBe('LISTEN')
  expect(readStatement('copy a from stdin').refused).toBe('COPY')
})

it('is short for people', () => {
  const { short } = readStatement(`select ${'a, '.repeat(60)} b\nfrom c`)
  expect(short).toMatch(/^select a, .*…$/)
  expect(short.length).toBeLessThan(80)
})
