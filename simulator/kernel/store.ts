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

/** Where the keys of an owner's rows stand, once there are many; kept by all versions since the latest deletion. */
type Places = Map<string, number> | undefined
interface Table extends StoredTable {
  readonly places: Places[]
}
type Tables = readonly Table[]

/** Shorter lists are gone through. */
const many = 12

const none: Rows = []
const noTable: StoredTable = { name: '', owners: [], rows: [] }

export class Store {
  #tables: Tables = []
  #before: Tables = this.#tables

  read(table: string, owner: Who, key: string, as: 'now' | 'before the last commit' = 'now'): StoredRow | undefined {
    const known = tableIn(as === 'now' ? this.#tables : this.#before, table)
    const who = known === undefined ? -1 : known.owners.indexOf(owner)
    if (who < 0) return undefined
    const place = placeOf(known!, who, key)
    return place < 0 ? undefined : known!.rows[who]![place]
  }

  /** In order of insertion. */
  list(table: string, owner: Who, as: 'now' | 'before the last commit' = 'now'): Rows {
    const known = tableIn(as === 'now' ? this.#tables : this.#before, table)
    return known === undefined ? none : (known.rows[known.owners.indexOf(owner)] ?? none)
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
      let place = 0
      while (place < tables.length && tables[place]!.name !== write.table) place++
      tables[place] = written(tables[place] ?? { name: write.table, owners: [], rows: [], places: [] }, write)
    }
    this.#before = this.#tables
    this.#tables = tables
    return { kind: 'committed' }
  }

  snapshot(): unknown {
    return this.#tables
  }

  restore(state: unknown): void {
    // From here on rows are added beside others that came after the same ones: they share no places.
    this.#tables = (state as Tables).map((table) => ({ ...table, places: table.places.map(() => undefined) }))
    this.#before = this.#tables
  }
}

function tableIn(tables: Tables, name: string): Table | undefined {
  for (let place = 0; place < tables.length; place++) if (tables[place]!.name === name) return tables[place]
  return undefined
}

function written(table: Table, { owner, key, row }: Write): Table {
  const { name, owners, rows, places } = table
  const who = owners.indexOf(owner)
  if (who < 0) {
    const first: Rows = row === undefined ? none : [{ key, version: 1, row }]
    return { name, owners: [...owners, owner], rows: [...rows, first], places: [...places, undefined] }
  }
  const [own, place] = [rows[who]!, placeOf(table, who, key)]
  if (row === undefined)
    return place < 0 ? table : { name, owners, rows: rows.with(who, own.toSpliced(place, 1)), places: places.with(who, undefined) }
  const next = own.slice()
  if (place < 0) {
    places[who]?.set(key, own.length)
    next.push({ key, version: 1, row })
  } else next[place] = { key, version: own[place]!.version + 1, row }
  return { name, owners, rows: rows.with(who, next), places }
}

/** −1 when there is no such row. In what was there before the last commit a place may be beyond its end: there is none there. */
function placeOf({ rows, places }: Table, who: number, key: string): number {
  const own = rows[who]!
  if (own.length >= many) {
    const known = (places[who] ??= new Map(own.map((each, place) => [each.key, place])))
    return known.get(key) ?? -1
  }
  for (let place = 0; place < own.length; place++) if (own[place]!.key === key) return place
  return -1
}
