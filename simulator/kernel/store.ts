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
type Tables = ReadonlyMap<string, ReadonlyMap<Who, Rows>>

const none: Rows = []

export class Store {
  #tables: Tables = new Map()
  #before: Tables = this.#tables

  read(table: string, owner: Who, key: string, as: 'now' | 'before the last commit' = 'now'): StoredRow | undefined {
    const rows = this.list(table, owner, as)
    const place = placeOf(rows, key)
    return place < 0 ? undefined : rows[place]
  }

  /** In order of insertion. */
  list(table: string, owner: Who, as: 'now' | 'before the last commit' = 'now'): Rows {
    return (as === 'now' ? this.#tables : this.#before).get(table)?.get(owner) ?? none
  }

  /** Whoever owns rows of a table, by first appearance. */
  owners(table: string): readonly Who[] {
    return [...(this.#tables.get(table)?.keys() ?? [])]
  }

  /** All writes or none. */
  commit(writes: readonly Write[]): CommitAnswer {
    for (const write of writes) {
      if (write.if === undefined) continue
      const found = this.read(write.table, write.owner, write.key)
      if (write.if === 'absent' ? found !== undefined : (found?.version ?? 0) !== write.if)
        return { kind: 'conflict', because: write.if === 'absent' ? 'unique' : 'stale', key: write.key }
    }
    const tables = new Map(this.#tables)
    for (const write of writes) {
      const known = tables.get(write.table)
      // Copied once a commit: what was copied by an earlier write of this one is ours to change.
      const owners = known === undefined || known === this.#tables.get(write.table) ? new Map(known) : (known as Map<Who, Rows>)
      owners.set(write.owner, changed(owners.get(write.owner) ?? none, write))
      tables.set(write.table, owners)
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
