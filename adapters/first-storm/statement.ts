/** What a statement does and to which table, in two words: `select invoices`. Closed as long as the code's statements are. */
export interface Statement {
  readonly label: string
  readonly table: string
  readonly writes: boolean
}

/** @throws RangeError when it is none of select, insert, update, delete */
export function readStatement(sql: string): Statement {
  const [, verb = ''] = /^\s*(select|insert|update|delete)\b/i.exec(sql) ?? []
  const [, table = ''] = /\b(?:from|into|update)\s+"?(\w+)/i.exec(sql) ?? []
  if (verb === '' || table === '') throw new RangeError(`${JSON.stringify(sql)} is no select, insert, update or delete of one table`)
  const word = verb.toLowerCase()
  return { label: `${word} ${table}`, table, writes: word !== 'select' }
}
