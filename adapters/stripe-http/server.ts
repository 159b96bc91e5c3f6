import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { controlled } from './controls.ts'
import { postOverHttp } from './deliveries.ts'
import { isFromElsewhere } from './entrance.ts'
import { bodyOf, headersOf, mostBytes, plain, reply } from './exchange.ts'
import { paid } from './pay-page.ts'
import { answered, refusal } from './interface.ts'
import { beginLife, type Life, type LifeOptions } from './life.ts'

export interface TwinServerOptions extends Omit<LifeOptions, 'post' | 'address'> {
  /** 0: any that is free. */
  readonly port: number
}

/** A twin at an address of this machine. */
export interface TwinServer {
  readonly host: string
  readonly port: number
  readonly url: string
  /** Addresses that are told everything, with the secrets that sign what they are told. */
  readonly webhooks: readonly { readonly url: string; readonly secret: string }[]
  close(): Promise<void>
}

const host = '127.0.0.1'

/** Serves a twin over HTTP, to this machine alone. @throws Error of the system, EADDRINUSE among them, when the port cannot be had */
export async function serveTwin(options: TwinServerOptions): Promise<TwinServer> {
  let url = ''
  const begin = (): Life => beginLife({ ...options, post: postOverHttp, address: () => url })
  let life = begin()
  const reset = (): Life => {
    life.stop()
    life = begin()
    return life
  }
  const server = createServer((request, response) => {
    serve(request, response, () => life, reset, options).catch((error: unknown) => {
      // Whoever asked has gone; a request that was read to its end is no sign of that.
      if (request.socket.destroyed) return
      options.tell({ kind: 'error', says: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      if (response.headersSent) response.destroy()
      else void reply(response, plain(500, { error: { type: 'api_error', message: 'this is a bug of billstorm; its log has the lines' } }))
    })
  })
  // Longer than clients keep an idle line, so that none is closed under a request that sets out.
  server.keepAliveTimeout = 75_000
  await listening(server, options.port)
  const { port } = server.address() as AddressInfo
  url = `http://${host}:${port}`
  return {
    host,
    port,
    url,
    webhooks: life.twin.endpoints().map(({ url, secret }) => ({ url, secret })),
    close: () =>
      new Promise((resolve) => {
        life.stop()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  alive: () => Life,
  reset: () => Life,
  { wall, tell }: TwinServerOptions,
): Promise<void> {
  const began = wall()
  const [method, target] = [request.method ?? 'GET', request.url ?? '/']
  const headers = headersOf(request)
  const url = `http://${host}${target}`
  const path = URL.canParse(url) ? new URL(url).pathname : '/'
  const body = await bodyOf(request)
  const life = alive()
  const ms = (): number => wall() - began
  if (body === undefined) response.setHeader('connection', 'close')
  else if (isFromElsewhere(headers))
    return reply(response, plain(403, { error: { message: 'the twin answers programs of this machine alone' } }))

  const controls = /^\/_billstorm(?:\/(.*))?$/.exec(path)
  if (controls !== null && body !== undefined) {
    const answer = await controlled(life, method, controls[1] ?? '', body, headers['content-type'] ?? '', reset)
    tell({ kind: 'order', order: `${method} ${path}`, status: answer.status, ms: ms() })
    return reply(response, answer)
  }
  const page = /^\/pay\/([^/]+)$/.exec(path)
  if (page !== null && body !== undefined) {
    const answer = paid(life, method, page[1]!, body)
    tell({ kind: 'page', page: `${method} ${path}`, status: answer.status, ms: ms() })
    return reply(response, answer)
  }
  const { sends, told } =
    body === undefined
      ? refusal(life, 413, { type: 'invalid_request_error', message: `a body has at most ${mostBytes} bytes` })
      : answered(life, url, { method, headers, body })
  tell({ kind: 'request', method, path, ...told, ms: ms() })
  if (sends === 'a reset') request.socket.resetAndDestroy()
  else if (sends !== 'nothing') await reply(response, sends)
}
