import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from './store.ts'

/** The service may hold it for a moment. */
const timeout = 5_000

/**
 * A SQLite file that billstorm makes in the folder of the run. Every run begins with a copy of what stood in it after the migrations,
 * put back page by page under SQLite's own locks: the service keeps its connection.
 */
export const sqlite = (): Store => ({
  kind: 'sqlite',
  async open({ folder }) {
    // Node 22 warns when it is loaded: whoever stores elsewhere sees no warning.
    const { backup, DatabaseSync } = await import('node:sqlite')
    const inside = join(folder, 'store')
    mkdirSync(inside)
    const address = join(inside, 'service.db')
    const kept = join(folder, 'kept.db')
    let live = new DatabaseSync(address, { timeout })
    return {
      address,
      async keep() {
        // What the service wrote last may lie in a log beside the file: whoever closes as the last puts it where it belongs.
        live.exec('pragma wal_checkpoint(truncate)')
        live.close()
        copyFileSync(address, kept)
        live = new DatabaseSync(address, { timeout })
      },
      async reset() {
        const clean = new DatabaseSync(kept, { readOnly: true })
        try {
          await backup(clean, address)
          return { cut: false }
        } finally {
          clean.close()
        }
      },
      query: (sql) => live.prepare(sql).all(),
      close: () => live.close(),
    }
  },
})
