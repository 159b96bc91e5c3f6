import pg from 'pg'
import { config } from './config.ts'

/** Connections are kept: a new one costs more than one that idles. */
export const pool = new pg.Pool({ connectionString: config.databaseUrl, max: 10, idleTimeoutMillis: 0 })
// An idle connection that is cut is replaced by the next query.
pool.on('error', (error) => console.error('a connection was lost:', error.message))

/** The pool, or a connection in a transaction. */
export type Sql = Pick<pg.PoolClient, 'query'>

/** The server undid it, and says that the same may work now. */
const undone = new Set(['40001', '40P01'])
const most = 4

/** All or nothing. Nothing slow belongs in here, Stripe least of all: rows are locked until it ends. */
export async function transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((lost: Error) => (broken = lost))
      if (tries >= most || !undone.has((error as { code?: string }).code ?? '')) throw error
    } finally {
      client.release(broken)
    }
  }
}
