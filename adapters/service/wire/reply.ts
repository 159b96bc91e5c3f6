import { errorFields } from '../postgres/frames.ts'

/** What the server answered to a batch, as far as somebody must know who does not read rows. */
export interface Reply {
  readonly bytes: Buffer
  /** `SELECT 2`, `UPDATE 1`; in their order. */
  readonly tags: readonly string[]
  /** SQLSTATE of the first error. */
  readonly error: string | undefined
  /** The connection ended before all of it had come. */
  readonly isCut: boolean
}

/** Gathers an answer until it is whole. */
export interface Gathering {
  /** @returns whether that was the end of what was executed */
  add(kind: string, bytes: Buffer, body: Buffer): boolean
  reply(isCut: boolean): Reply
}

/** Each executed statement comes to one of these: it is complete, suspended, empty or failed. @source message formats of the protocol */
const ends: ReadonlySet<string> = new Set(['C', 's', 'I', 'E'])

export function gathers(): Gathering {
  const pieces: Buffer[] = []
  const tags: string[] = []
  let error: string | undefined
  return {
    add(kind, bytes, body) {
      // After an error nothing is of interest but how it ended.
      if (error !== undefined && kind === 'Z' && pieces.at(-1)?.[0] === bytes[0]) pieces.pop()
      if (error === undefined || kind !== 'C') pieces.push(bytes)
      if (kind === 'C' && error === undefined) tags.push(body.toString('utf8', 0, body.length - 1))
      if (kind === 'E') error ??= errorFields(body).get('C') ?? 'error'
      return ends.has(kind)
    },
    reply: (isCut) => ({ bytes: Buffer.concat(pieces), tags, error, isCut }),
  }
}
