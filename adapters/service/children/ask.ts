import type { IncomingHttpHeaders } from 'node:http'
import { request as httpRequest } from 'node:http'
import type { Socket } from 'node:net'

export interface Ask {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly withinMs: number
  /** Called when all of it is on its way, or never will be. */
  readonly sent?: () => void
}

/** What came of asking a child. Only the first of them is an answer. */
export type Asked =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }
  | { readonly kind: 'not there' }
  | { readonly kind: 'garbage'; readonly what: string }
  | { readonly kind: 'hung up' }
  | { readonly kind: 'too late'; readonly afterMs: number }
  | { readonly kind: 'too long'; readonly mostBytes: number }

/** No webhook handler answers as much. */
const mostBytes = 1_048_576

/**
 * Asks a child by HTTP, on a connection of its own: one that was kept may be closed by the other side just as it is used, and then
 * nobody knows whether the request was taken.
 * @throws what the enclosure throws when it is gone
 */
export async function ask(
  connect: () => Promise<Socket | undefined>,
  { method, path, headers, body, withinMs, sent }: Ask,
): Promise<Asked> {
  const socket = await connect()
  if (socket === undefined) return { kind: 'not there' }
  return new Promise((resolve, reject) => {
    const createConnection = (): Socket => socket
    const request = httpRequest({ createConnection, method, path, headers: { host: '127.0.0.1', ...headers }, setHost: false })
    if (sent !== undefined) request.once('finish', sent).once('close', sent)
    const late = setTimeout(() => done({ kind: 'too late', afterMs: withinMs }), withinMs)
    const done = (asked: Asked): void => {
      clearTimeout(late)
      resolve(asked)
      socket.destroy()
    }
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code?.startsWith('HPE_') === true) done({ kind: 'garbage', what: error.message })
      else if (isHangUp(error)) done({ kind: 'hung up' })
      else {
        clearTimeout(late)
        reject(error)
      }
    })
    request.on('response', (response) => {
      const pieces: Buffer[] = []
      let length = 0
      response.on('data', (piece: Buffer) => {
        length += piece.length
        if (length > mostBytes) return done({ kind: 'too long', mostBytes })
        pieces.push(piece)
      })
      response.on('error', (error: NodeJS.ErrnoException) =>
        done(error.code?.startsWith('HPE_') === true ? { kind: 'garbage', what: error.message } : { kind: 'hung up' }),
      )
      response.on('end', () =>
        done({ kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
      )
    })
    request.end(body)
  })
}

const isHangUp = ({ code }: NodeJS.ErrnoException): boolean => code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNREFUSED'
