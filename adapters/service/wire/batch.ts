import type { Said } from './client-frames.ts'

/** One statement that is to be executed, with its parameters: as text where they are, or look like it, else in hexadecimal. */
export interface Executes {
  readonly sql: string
  readonly values: readonly (string | null)[]
}

/** Who asks, as the service's own process says beside its batch. */
export interface Note {
  readonly activity?: string | undefined
  /** `src/billing.ts:61` */
  readonly where?: string | undefined
}

/** What a client sends at once and waits for the answer of. */
export interface Batch {
  readonly bytes: Buffer
  /** Empty: nothing is executed, it only prepares, describes or closes. */
  readonly executes: readonly Executes[]
  /** What ends the answer: that the server is ready, or, after a Flush, that each statement has come to its end. */
  readonly ends: 'ready' | 'executed'
  readonly note: Note | undefined
}

/** The letter of the frame by which the preload says who asks; no client of Postgres uses it, and no server ever gets it. */
const noteLetter = '~'
/** Frames that stand for themselves: passwords, copied rows, the end. */
const alone: ReadonlySet<string> = new Set(['p', 'd', 'c', 'f', 'X'])

type Frame = Extract<Said, { kind: 'frame' }>

/** Gathers the frames of a connection into batches. The name of a prepared statement or portal stands for its SQL. */
export function createBatches(take: (batch: Batch) => void): (frame: Frame) => void {
  const statements = new Map<string, string>()
  const portals = new Map<string, Executes>()
  let pieces: Buffer[] = []
  let executes: Executes[] = []
  let note: Note | undefined

  const send = (ends: Batch['ends']): void => {
    take({ bytes: Buffer.concat(pieces), executes, ends, note })
    pieces = []
    executes = []
    note = undefined
  }

  return ({ letter, bytes, body }) => {
    if (letter === noteLetter) {
      note = JSON.parse(body.toString('utf8')) as Note
      return
    }
    pieces.push(Buffer.from(bytes))
    switch (letter) {
      case 'Q': {
        const sql = textAt(body, 0).text
        executes.push({ sql, values: [] })
        return send('ready')
      }
      case 'P': {
        const name = textAt(body, 0)
        statements.set(name.text, textAt(body, name.end).text)
        return
      }
      case 'B': {
        const portal = textAt(body, 0)
        const statement = textAt(body, portal.end)
        portals.set(portal.text, { sql: statements.get(statement.text) ?? '', values: parameters(body, statement.end) })
        return
      }
      case 'E':
        executes.push(portals.get(textAt(body, 0).text) ?? { sql: '', values: [] })
        return
      case 'C': {
        const { text } = textAt(body, 1)
        if (body[0] === statementByte) statements.delete(text)
        else portals.delete(text)
        return
      }
      case 'F':
        executes.push({ sql: 'function call', values: [] })
        return send('ready')
      case 'S':
        return send('ready')
      case 'H':
        return send('executed')
      default:
        if (alone.has(letter)) send('executed')
    }
  }
}

const statementByte = 'S'.charCodeAt(0)

function textAt(body: Buffer, from: number): { readonly text: string; readonly end: number } {
  const end = body.indexOf(0, from)
  return { text: body.toString('utf8', from, end), end: end + 1 }
}

/** @source the message Bind: formats first, one for all or one for each, then the values */
function parameters(body: Buffer, from: number): readonly (string | null)[] {
  const formats = body.readInt16BE(from)
  const isBinary = (place: number): boolean => formats > 0 && body.readInt16BE(from + 2 + 2 * (formats === 1 ? 0 : place)) === 1
  const count = body.readInt16BE(from + 2 + 2 * formats)
  const values: (string | null)[] = []
  for (let at = from + 4 + 2 * formats; values.length < count;) {
    const length = body.readInt32BE(at)
    at += 4
    const bytes = body.subarray(at, at + Math.max(0, length))
    values.push(length === -1 ? null : isBinary(values.length) ? fromBinary(bytes) : bytes.toString('utf8'))
    at += Math.max(0, length)
  }
  return values
}

/** What drivers send in binary looks the same as text where it is text; of the rest only ids of sixteen bytes are plain. */
function fromBinary(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  if (bytes.length > 0 && !/[\p{Cc}\ufffd]/u.test(text)) return text
  const hex = bytes.toString('hex')
  return bytes.length === 16 ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : `\\x${hex}`
}
