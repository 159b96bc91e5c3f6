import type { Row } from './stores/store.ts'

type Query = (sql: string) => readonly Row[] | Promise<readonly Row[]>

/**
 * A view asks the same each time, one question after the other. What was asked the last time is asked at once, so that it takes one way
 * there and back; nobody writes meanwhile.
 * @returns to be called when a view begins; gives what the view asks with
 */
export function lookAhead(query: Query): () => Query {
  let usual: readonly string[] = []
  return () => {
    const asked: string[] = []
    const ahead = new Map(usual.map((sql) => [sql, started(query, sql)]))
    usual = asked
    return (sql) => {
      asked.push(sql)
      const known = ahead.get(sql)
      // Twice asked is twice looked: it may say `nextval`.
      ahead.delete(sql)
      return known ?? query(sql)
    }
  }
}

function started(query: Query, sql: string): Promise<readonly Row[]> {
  const rows = (async () => query(sql))()
  // Whoever asks for it hears of it; it may be that nobody does.
  rows.catch(() => undefined)
  return rows
}
