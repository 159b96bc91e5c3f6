import pg from "pg";

// bigint columns are row ids here, they fit into a number
pg.types.setTypeParser(20, Number);

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

export type Db = pg.Pool | pg.PoolClient;

export async function one<T extends pg.QueryResultRow>(db: Db, sql: string, params: unknown[] = []): Promise<T | undefined> {
  const { rows } = await db.query<T>(sql, params);
  return rows[0];
}

export async function transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (err) {
    await client.query("rollback");
    throw err;
  } finally {
    client.release();
  }
}
