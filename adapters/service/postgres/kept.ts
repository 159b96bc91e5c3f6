import type { Row, Sql } from './sql.ts'
import { quotedName, quotedText } from './sql.ts'

/** What stood in a database when it was kept: its schema, the rows that migrations wrote, and where its sequences stood. */
export interface Kept {
  /** Tables that had no row, to be emptied. */
  readonly empty: readonly string[]
  /** What all else looked like. */
  readonly tables: Looks
  readonly sequences: readonly Row[]
}

interface Looks {
  /** Tables that had rows, such as the migrations' own. */
  readonly withRows: readonly string[]
  /** One text that differs when the schema or any of those rows does. */
  readonly digest: string
}

/** What is older belongs to the server itself. @source FirstNormalObjectId of access/transam.h */
const firstOfUsers = 16_384

const userTables = `select format('%I.%I', schemaname, tablename) as name from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema') order by 1`
const userSequences = `select format('%I.%I', schemaname, sequencename) as name, last_value as last from pg_sequences order by 1`

export async function lookAtKept(sql: Sql): Promise<Kept> {
  const names = (await sql.query(userTables)).map((row) => row['name']!)
  const empty: string[] = []
  const withRows: string[] = []
  for (const name of names) ((await sql.query(`select 1 as one from ${name} limit 1`)).length === 0 ? empty : withRows).push(name)
  return { empty, tables: { withRows, digest: await digest(sql, withRows) }, sequences: await sql.query(userSequences) }
}

/** Empties what was empty, and puts back each sequence. In one transaction, as what is asked at once is. */
export function truncation({ empty, sequences }: Kept): string {
  const emptied = empty.length === 0 ? [] : [`truncate ${empty.join(', ')} restart identity cascade`]
  const back = sequences.map(({ name, last }) =>
    last == null ? `alter sequence ${name} restart` : `select setval(${quotedText(name!)}, ${last}, true)`,
  )
  return [...emptied, ...back, 'select 1'].join('; ')
}

/** Whether the rest looks as it did: emptying may reach over a foreign key, and a service may write where migrations did. */
export async function isAsKept(sql: Sql, { withRows, digest: before }: Looks): Promise<boolean> {
  return (await digest(sql, withRows)) === before
}

async function digest(sql: Sql, tables: readonly string[]): Promise<string> {
  const rows = tables.map((name) => `(select coalesce(md5(string_agg(md5(t::text), '' order by t.ctid)), '') from ${name} t)`)
  const columns = `(select coalesce(md5(string_agg(format('%s %s %s %s', a.attrelid::regclass, a.attname, a.atttypid, a.attnotnull), ',' order by
    a.attrelid, a.attnum)), '') from pg_attribute a where a.attrelid >= ${firstOfUsers})`
  const [row] = await sql.query(`select ${[columns, ...rows].join(" || ' ' || ")} as ${quotedName('digest')}`)
  return row?.['digest'] ?? ''
}
