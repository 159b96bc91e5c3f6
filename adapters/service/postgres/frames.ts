/**
 * The frames of the Postgres protocol, as far as a client needs them that asks in plain text.
 * @source PostgreSQL documentation, chapter "Frontend/Backend Protocol", version 3.0
 */
export interface Frame {
  /** One letter that says what it is. */
  readonly kind: string
  readonly body: Buffer
}

/** Gathers bytes into frames. */
export function createFrameReader(take: (frame: Frame) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    let at = 0
    while (rest.length - at >= 5) {
      const end = at + 1 + rest.readInt32BE(at + 1)
      if (end > rest.length) break
      take({ kind: String.fromCharCode(rest[at]!), body: rest.subarray(at + 5, end) })
      at = end
    }
    rest = rest.subarray(at)
  }
}

export function frame(kind: string, ...pieces: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)))
  const head = Buffer.alloc(kind.length + 4)
  head.write(kind)
  head.writeInt32BE(body.length + 4, kind.length)
  return Buffer.concat([head, body])
}

/** The first frame of a connection, which alone has no letter. */
export function startFrame(settings: Readonly<Record<string, string>>): Buffer {
  const version = Buffer.from([0, 3, 0, 0])
  const text = Object.entries(settings).map(([name, value]) => `${name}\0${value}\0`)
  return frame('', version, `${text.join('')}\0`)
}

/** Names of the columns that are to come. */
export function columnNames(body: Buffer): readonly string[] {
  const names: string[] = []
  for (let at = 2; names.length < body.readInt16BE(0);) {
    const end = body.indexOf(0, at)
    names.push(body.toString('utf8', at, end))
    at = end + 1 + 18
  }
  return names
}

/** The values of a row, as text. */
export function rowValues(body: Buffer): readonly (string | null)[] {
  const values: (string | null)[] = []
  for (let at = 2; values.length < body.readInt16BE(0);) {
    const length = body.readInt32BE(at)
    at += 4
    values.push(length === -1 ? null : body.toString('utf8', at, at + length))
    at += Math.max(0, length)
  }
  return values
}

/** The fields of an error, each under its letter: C is the code, M the message. */
export function errorFields(body: Buffer): ReadonlyMap<string, string> {
  const fields = body.toString('utf8').split('\0')
  return new Map(fields.flatMap((field) => (field === '' ? [] : [[field[0]!, field.slice(1)]])))
}
