import type { Who } from '#machines'

/**
 * The store of native systems: rows by table, owner and key; read committed, unique keys, compare-and-set on a row's version.
 * A read and a commit are one step each. Its state is immutable data behind one reference.
 */
export interface StoredRow<Row = unknown> {
  readonly key: string
  readonly version: number
  readonly row: Row
}

/** One conditional write. Without `if` the last writer wins; no row deletes. */
export interface Write {
  readonly table: string
  readonly owner: Who
  readonly key: string
  readonly row: unknown
  /** `absent` is a unique insert; a number is the version that was read. */
  readonly if?: 'absent' | number | undefined
}

export type StoreRequest =
  | { readonly op: 'read'; readonly table: string; readonly owner: Who; readonly key: string; readonly replica?: true }
  | { readonly op: 'list'; readonly table: string; readonly owner: Who; readonly replica?: true }
  | { readonly op: 'commit'; readonly writes: readonly Write[] }

export type CommitAnswer =
  | { readonly kind: 'committed' }
  | { readonly kind: 'conflict'; readonly because: 'unique' | 'stale' | 'serialization' | 'deadlock'; readonly key: string }
  /** The connection broke during the commit: it may have happened or not. */
  | { readonly kind: 'unknown' }

type Rows = readonly StoredRow[]

/** The owners of a table by first appearance, and at the same place the rows of each. A run has few of both: lists beat maps. */
export interface StoredTable {
  readonly name: string
  readonly owners: readonly Who[]
  readonly rows: readonly Rows[]
}
type Tables = readonly StoredTable[]

const none: Rows = []
const noTable: StoredTable = { name: '', owners: [], rows: [] }

export class Store {
  #tables: Tables = []
  #before: Tables = this.#tables

  read(table: string, owner: Who, key: string, as: 'now' | 'before the last commit' = 'now'): StoredRow | undefined {
    const rows = this.list(table, owner, as)
    const place = placeOf(rows, key)
    return place < 0 ? undefined : rows[place]
  }

  /** In order of insertion. */
  list(table: string, owner: Who, as: 'now' | 'before the last commit' = 'now'): Rows {
    const known = tableIn(as === 'now' ? this.#tables : this.#before, table)
    return known === undefined ? none : (known.rows[known.owners.indexOf(owner)] ?? none)
  }

  /** Whoever owns rows of a table, by first appearance; the same list until somebody new comes. */
  owners(table: string): readonly Who[] {
    return tableIn(this.#tables, table)?.owners ?? noTable.owners
  }

  /** The same object until one of its rows changes. */
  table(table: string): StoredTable {
    return tableIn(this.#tables, table) ?? noTable
  }

  /** All writes or none. */
  commit(writes: readonly Write[]): CommitAnswer {
    for (const write of writes) {
      if (write.if === undefined) continue
      const found = this.read(write.table, write.owner, write.key)
      if (write.if === 'absent' ? found !== undefined : (found?.version ?? 0) !== write.if)
        return { kind: 'conflict', because: write.if === 'absent' ? 'unique' : 'stale', key: write.key }
    }
    const tables = this.#tables.slice()
    for (const write of writes) {
      const place = tables.findIndex(({ name }) => name === write.table)
      if (place < 0) tables.push({ name: write.table, owners: [write.owner], rows: [changed(none, write)] })
      else tables[place] = written(tables[place]!, write)
    }
    this.#before = this.#tables
    this.#tables = tables
    return { kind: 'committed' }
  }

  snapshot(): unknown {
    return this.#tables
  }

  restore(state: unknown): void {
    this.#tables = state as Tables
    this.#before = this.#tables
  }
}

function tableIn(tables: Tables, name: string): StoredTable | undefined {
  for (let place = 0; place < tables.length; place++) if (tables[place]!.name === name) return tables[place]
  return undefined
}

function written({ name, owners, rows }: StoredTable, write: Write): StoredTable {
  const place = owners.indexOf(write.owner)
  if (place < 0) return { name, owners: [...owners, write.owner], rows: [...rows, changed(none, write)] }
  const next = rows.slice()
  next[place] = changed(rows[place]!, write)
  return { name, owners, rows: next }
}

function changed(rows: Rows, { key, row }: Write): Rows {
  const index = placeOf(rows, key)
  if (row === undefined) return index < 0 ? rows : rows.toSpliced(index, 1)
  const next = rows.slice()
  next[index < 0 ? rows.length : index] = { key, version: index < 0 ? 1 : rows[index]!.version + 1, row }
  return next
}

function placeOf(rows: Rows, key: string): number {
  for (let place = 0; place < rows.length; place++) if (rows[place]!.key === key) return place
  return -1
}
