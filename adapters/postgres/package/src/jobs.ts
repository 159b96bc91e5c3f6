import { pool, type Sql } from './db.ts'

export interface Job {
  readonly id: string
  readonly kind: 'order' | 'leave'
  readonly about: string
  readonly tries: number
}

const minutes = (count: number): number => count * 60_000
/** Whoever takes longer is taken to have died; another goes on with the same keys. */
const lease = minutes(10)
/** Half of the day for which Stripe knows our keys. */
const longestWait = minutes(12 * 60)

/** Put down in the transaction that makes it necessary; the same thing is done once. */
export async function enqueue(sql: Sql, kind: Job['kind'], about: string): Promise<string> {
  const { rows } = await sql.query(
    'insert into jobs (kind, about, run_at) values ($1, $2, $3) on conflict (kind, about) do update set about = excluded.about returning id',
    [kind, about, new Date()],
  )
  return rows[0].id
}

/** Takes the next job that is due, or that very one; nobody else has it meanwhile. */
export async function claim(id?: string): Promise<Job | undefined> {
  const now = new Date()
  const { rows } = await pool.query(
    `update jobs set claimed_until = $2, tries = tries + 1
     where id = (
       select id from jobs
       where done_at is null and run_at <= $1 and (claimed_until is null or claimed_until < $1) and ($3::bigint is null or id = $3)
       order by run_at, id for update skip locked limit 1)
     returning id, kind, about, tries`,
    [now, new Date(now.getTime() + lease), id ?? null],
  )
  return rows[0]
}

/** In the transaction that writes what came of it. */
export async function finish(sql: Sql, job: Pick<Job, 'id'>): Promise<void> {
  await sql.query('update jobs set done_at = $2, claimed_until = null, error = null where id = $1', [job.id, new Date()])
}

/** It is tried again later, and later each time. */
export async function putOff({ id, tries }: Job, error: unknown): Promise<void> {
  const wait = Math.min(longestWait, minutes(2 ** tries))
  await pool.query('update jobs set run_at = $2, claimed_until = null, error = $3 where id = $1', [
    id,
    new Date(Date.now() + wait),
    (error as Error).message,
  ])
}
