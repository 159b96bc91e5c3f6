import type { Row, Store } from './store.ts'

/** A table, as far as somebody looked into it. */
export interface Table {
  readonly name: string
  readonly count: number
  /** The first of them. */
  readonly rows: readonly Row[]
}

/** Somebody who wants to see which tables changed needs no more of them. */
const mostRows = 500

/** How each kind of store says which tables it has: its own are left out, and ours. */
const listed: Readonly<Record<string, string>> = {
  sqlite: `select name as "table", null as "schema" from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`,
  postgres: `select table_name as "table", table_schema as "schema" from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') and table_name <> 'billstorm_mark'
    order by table_schema, table_name`,
}

/** All tables of a service's database; undefined where nobody here knows how to ask it. */
export async function tablesOf(
  kind: Store['kind'],
  query: (sql: string) => readonly Row[] | Promise<readonly Row[]>,
): Promise<readonly Table[] | undefined> {
  const sql = listed[kind]
  if (sql === undefined) return undefined
  const tables: Table[] = []
  for (const listing of await query(sql)) {
    const { table, schema } = listing as { readonly table: string; readonly schema: string | null }
    const quoted = [schema, table].flatMap((part) => (part === null ? [] : [`"${part.replaceAll('"', '""')}"`])).join('.')
    const [counted] = await query(`select count(*) as "count" from ${quoted}`)
    const rows = await query(`select * from ${quoted} limit ${mostRows}`)
    tables.push({
      name: schema === null || schema === 'public' ? table : `${schema}.${table}`,
      count: Number(counted?.['count']),
      rows,
    })
  }
  return tables
}
