/** What a statement does, in words that name the landmarks around it. */
export interface Statement {
  /** `update invoices`, `commit`; closed as long as the service's statements are. */
  readonly label: string
  /** The table, or what it does where it touches none. */
  readonly subject: string
  readonly writes: boolean
  /** Empty, or only asks whether the server is there: nobody waits for its turn with it. */
  readonly isNothing: boolean
  /** It begins a transaction, or makes it one, that may fail because others did something. */
  readonly isStrict: boolean
  /** What the wire does not take: `LISTEN`, `COPY`. */
  readonly refused: string | undefined
  /** For people: on one line, and not too long. */
  readonly short: string
}

const writing = /\b(insert\s+into|(?<!\bfor )(?<!\bkey )update|delete\s+from|merge\s+into|truncate)\s+(?:only\s+)?/
const ofTable = '(?:"?[\\w$]+"?\\.)?"?([\\w$]+)"?'
const mostLetters = 72

/** @param sql one statement, or several of a simple query: the first that does something names them all */
export function readStatement(sql: string): Statement {
  const plain = sql
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\/\*.*?\*\//gs, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const bare = plain.toLowerCase().replace(/[; ]+$/, '')
  const short = plain.length > mostLetters ? `${plain.slice(0, mostLetters - 1)}…` : plain
  const [verb = ''] = /^[a-z]+/.exec(bare) ?? []
  const refused = verb === 'listen' || verb === 'copy' ? verb.toUpperCase() : undefined
  const isStrict = /\bisolation level (?:serializable|repeatable read)\b/.test(bare)
  const said = { short, refused, isStrict, isNothing: bare === '' || bare === 'select 1' }
  const write = verb === 'select' ? undefined : writing.exec(bare)
  if (write !== undefined && write !== null) {
    const [does = ''] = (write[1] ?? '').split(' ')
    const [, table = 'table'] = new RegExp(`^${ofTable}`).exec(bare.slice(write.index + write[0].length)) ?? []
    return { ...said, label: `${does} ${table}`, subject: table, writes: true }
  }
  if (verb === 'select' || verb === 'with' || verb === 'table') {
    const [, table] = new RegExp(`\\b(?:from|table) (?:only )?${ofTable}`).exec(bare) ?? []
    const [, called] = /^select ([\w.]+)\s*\(/.exec(bare) ?? []
    const subject = table ?? called ?? 'values'
    const locks = /\bfor (?:no key )?update\b/.test(bare) ? ' for update' : ''
    return { ...said, label: `select ${subject}${locks}`, subject, writes: false }
  }
  const word = verb === 'start' ? 'begin' : verb === 'end' ? 'commit' : verb === 'abort' ? 'rollback' : verb || 'nothing'
  return { ...said, label: word, subject: word, writes: word === 'commit' || !quiet.has(word) }
}

/** What else changes nothing that anybody else could see. */
const quiet: ReadonlySet<string> = new Set([
  'begin',
  'rollback',
  'savepoint',
  'release',
  'set',
  'reset',
  'show',
  'explain',
  'fetch',
  'declare',
  'close',
  'deallocate',
  'discard',
  'lock',
  'nothing',
])
