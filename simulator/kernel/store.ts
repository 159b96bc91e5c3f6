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
  | { readonly op: 'read'; readonly table: string; readonly owner: Who; readonly key: string }
  | { readonly op: 'list'; readonly table: string; readonly owner: Who }
  | { readonly op: 'commit'; readonly writes: readonly Write[] }

export type CommitAnswer =
  | { readonly kind: 'committed' }
  | { readonly kind: 'conflict'; readonly because: 'unique' | 'stale' | 'serialization'; readonly key: string }
  /** The connection broke during the commit: it may have happened or not. */
  | { readonly kind: 'unknown' }

type Rows = readonly StoredRow[]
type Tables = ReadonlyMap<string, ReadonlyMap<Who, Rows>>

const none: Rows = []

export class Store {
  #tables: Tables = new Map()

  read(table: string, owner: Who, key: string): StoredRow | undefined {
    return this.list(table, owner).find((stored) => stored.key === key)
  }

  /** In order of insertion. */
  list(table: string, owner: Who): Rows {
    return this.#tables.get(table)?.get(owner) ?? none
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
      const owners = new Map(tables.get(write.table))
      const rows = (owners.get(write.owner) ?? none).slice()
      const index = rows.findIndex((stored) => stored.key === write.key)
      const stored = { key: write.key, version: index < 0 ? 1 : rows[index]!.version + 1, row: write.row }
      if (write.row === undefined) {
        if (index >= 0) rows.splice(index, 1)
      } else if (index < 0) rows.push(stored)
      else rows[index] = stored
      owners.set(write.owner, rows)
      tables.set(write.table, owners)
    }
    this.#tables = tables
    return { kind: 'committed' }
  }

  snapshot(): unknown {
    return this.#tables
  }

  restore(state: unknown): void {
    this.#tables = state as Tables
  }
}
