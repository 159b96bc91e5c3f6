import type { IncomingMessage, ServerResponse } from 'node:http'

/** More than any request of the interface has. */
export const mostBytes = 1_000_000

/**
 * The body of a request, as text.
 * @returns undefined when it is too large: then nothing of what is left is kept, and the line must be closed
 * @throws Error when whoever asks goes away in between
 */
export function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let bytes = 0
    request.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes <= mostBytes) parts.push(part)
      else {
        parts.length = 0
        request.pause()
        resolve(undefined)
      }
    })
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')))
    request.on('error', reject)
    request.on('close', () => reject(new Error('the line was closed')))
  })
}

/** Headers by their small names, each once: of those that may come twice none is read here. */
export const headersOf = (request: IncomingMessage): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]))

export async function reply(response: ServerResponse, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer())
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': body.length })
  response.end(body)
}

/** An answer of the controls: for people, so it is laid out. */
export const plain = (status: number, value: unknown): Response =>
  new Response(`${JSON.stringify(value, undefined, 2)}\n`, { status, headers: { 'content-type': 'application/json' } })
