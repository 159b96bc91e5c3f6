import { randomBytes } from 'node:crypto'
import type { Enclosure } from '../enclosure/enclosure.ts'
import type { DatabasePlace } from '../harm/database.ts'
import { databaseName, markTable, refuseForeign } from '../harm/database.ts'
import type { Refusal } from '../harm/refusal.ts'
import type { Kept } from './kept.ts'
import { isAsKept, lookAtKept, truncation } from './kept.ts'
import type { Sql } from './sql.ts'
import { connectSql, lastQuestion, ourName, quotedName, quotedText, SqlError } from './sql.ts'

/** A connection that keeps a database from being reset, or was left open. */
export interface Backend {
  readonly pid: number
  readonly state: string
  readonly query: string
}

/** Why a database was not reset. */
export type Unreset = Refusal | { readonly kind: 'held'; readonly by: readonly Backend[] }

/** A database that we made, and may therefore reset and drop. */
export interface OwnDatabase {
  readonly place: DatabasePlace
  /** To be called once the service's migrations have run: what they left is what every reset comes back to. */
  keep(): Promise<Unreset | undefined>
  /**
   * Back to what was kept. Never by deleting rows: where they lay would show in the order of the next ones.
   * @returns whether its tables were emptied, or all of it was copied again, which cuts everybody's connections
   */
  reset(): Promise<'emptied' | 'copied' | Unreset>
  /** Connections of others to it. */
  backends(): Promise<readonly Backend[]>
  drop(): Promise<Refusal | undefined>
}

const lockMs = 2_000
const lockTimedOut = '55P03'
const isBusy = '55006'

/**
 * Makes a database on a server of ours, or on one of somebody's on loopback, and writes our mark into it.
 * @param server as `placeOnLoopback` let it pass
 * @param atTheEnd for somebody's server, which stays when we are gone: has the database dropped even if nobody here can any more
 */
export async function makeOwnDatabase(server: DatabasePlace, atTheEnd?: Enclosure['sayAtTheEnd']): Promise<OwnDatabase> {
  const id = randomBytes(8).toString('hex')
  const name = databaseName(id)
  const template = `${name}_kept`
  const mark = randomBytes(24).toString('hex')
  const place = { ...server, database: name }
  await once(server, (sql) => sql.query(`create database ${quotedName(name)} template template0 encoding 'UTF8'`))
  await once(place, (sql) =>
    sql.query(`create table public.${markTable} (id text not null); insert into public.${markTable} values (${quotedText(mark)})`),
  )
  if (atTheEnd !== undefined)
    // The names hold 64 bits of chance and were made a moment ago: there is no other of them.
    for (const each of [name, template])
      await atTheEnd((await connectSql(server)).giveAway(), lastQuestion(`drop database if exists ${quotedName(each)} with (force)`))
  let kept: Kept | undefined
  let ours: Sql | undefined
  /** A connection to it is kept, since each new one would take longer than what is asked. */
  const inside = async (): Promise<Sql> => (ours ??= await connectSql(place))
  const leave = async (): Promise<void> => {
    await ours?.close()
    ours = undefined
  }

  /** The mark is read anew each time, from the very database that is about to be changed. */
  const foreign = async (sql: Sql, database: string): Promise<Refusal | undefined> => {
    const [found] = await sql.query(`select to_regclass('public.${markTable}') as mark`)
    const rows = found?.['mark'] == null ? undefined : await sql.query(`select id from public.${markTable}`)
    return refuseForeign(
      database,
      mark,
      rows?.map((row) => row['id'] ?? ''),
    )
  }
  const foreignAt = (database: string): Promise<Refusal | undefined> => once({ ...server, database }, (sql) => foreign(sql, database))
  const backends = async (): Promise<readonly Backend[]> => {
    const rows = await once(server, (sql) => sql.query(connectionsTo(name)))
    return rows.map((row) => ({ pid: Number(row['pid']), state: row['state'] ?? '', query: row['query'] ?? '' }))
  }
  const copy = async (from: string, to: string): Promise<Unreset | undefined> => {
    try {
      await once(server, (sql) => sql.query(`create database ${quotedName(to)} template ${quotedName(from)}`))
      return undefined
    } catch (thrown) {
      if (thrown instanceof SqlError && thrown.code === isBusy) return { kind: 'held', by: await backends() }
      throw thrown
    }
  }
  const dropOne = async (database: string): Promise<Refusal | undefined> => {
    const exists = await once(server, (sql) => sql.query(`select 1 as one from pg_database where datname = ${quotedText(database)}`))
    if (exists.length === 0) return undefined
    await leave()
    const refusal = await foreignAt(database)
    if (refusal !== undefined) return refusal
    await once(server, (sql) => sql.query(`drop database ${quotedName(database)} with (force)`))
    return undefined
  }
  const resetByCopy = async (): Promise<'copied' | Unreset> => (await dropOne(name)) ?? (await copy(template, name)) ?? 'copied'

  return {
    place,
    backends,
    async keep() {
      await leave()
      const refusal = (await foreignAt(name)) ?? (await dropOne(template))
      if (refusal !== undefined) return refusal
      const held = await copy(name, template)
      if (held !== undefined) return held
      kept = await lookAtKept(await inside())
      return undefined
    },
    async reset() {
      if (kept === undefined) throw new RangeError('a database is reset to what was kept, and nothing was kept yet')
      const { tables } = kept
      const sql = await inside()
      const emptied = await (async () => {
        const refusal = await foreign(sql, name)
        if (refusal !== undefined) return refusal
        try {
          await sql.query(`set lock_timeout = ${lockMs}; ${truncation(kept)}`)
        } catch (thrown) {
          if (!(thrown instanceof SqlError)) throw thrown
          // Somebody holds a lock: a connection that was left open within a transaction.
          if (thrown.code === lockTimedOut) return { kind: 'held', by: await backends() } as const
          // The tables themselves have changed.
          return 'changed' as const
        }
        return (await isAsKept(sql, tables)) ? ('emptied' as const) : ('changed' as const)
      })()
      return emptied === 'changed' ? resetByCopy() : emptied
    },
    drop: async () => (await dropOne(template)) ?? (await dropOne(name)),
  }
}

const connectionsTo = (database: string): string =>
  `select pid, state, left(query, 200) as query from pg_stat_activity
   where datname = ${quotedText(database)} and backend_type = 'client backend' and application_name <> ${quotedText(ourName)} order by pid`

/** Does one thing on a connection of its own. */
async function once<Result>(place: DatabasePlace, job: (sql: Sql) => Promise<Result>): Promise<Result> {
  const sql = await connectSql(place)
  try {
    return await job(sql)
  } finally {
    await sql.close()
  }
}
