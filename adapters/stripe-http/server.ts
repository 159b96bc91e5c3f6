import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Decoded, notModelledIn, type ProviderAnswer, type ProviderRequest } from '#simulator'
import type { CallFault } from './armed.ts'
import { controlled } from './controls.ts'
import { postOverHttp } from './deliveries.ts'
import { isFromElsewhere, turnedAway } from './entrance.ts'
import { bodyOf, headersOf, mostBytes, plain, reply } from './exchange.ts'
import { paid } from './pay-page.ts'
import { beginLife, type Life, type LifeOptions } from './life.ts'
import type { Telling } from './telling.ts'

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
type Answer = ProviderAnswer & { readonly kind: 'response' }

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
  const at = URL.canParse(target, `http://${host}`) ? new URL(target, `http://${host}`) : undefined
  const path = at?.pathname ?? '/'
  const body = await bodyOf(request)
  if (body === undefined) {
    response.setHeader('connection', 'close')
    return reply(response, errorAnswer(alive(), 413, { type: 'invalid_request_error', message: `a body has at most ${mostBytes} bytes` }))
  }
  if (isFromElsewhere(headers))
    return reply(response, plain(403, { error: { message: 'the twin answers programs of this machine alone' } }))
  const life = alive()
  const controls = /^\/_billstorm(?:\/(.*))?$/.exec(path)
  if (controls !== null) {
    const answer = await controlled(life, method, controls[1] ?? '', body, headers['content-type'] ?? '', reset)
    tell({ kind: 'order', order: `${method} ${path}`, status: answer.status, ms: wall() - began })
    return reply(response, answer)
  }

  const page = /^\/pay\/([^/]+)$/.exec(path)
  if (page !== null) {
    const answer = paid(life, method, page[1]!, body)
    tell({ kind: 'page', page: `${method} ${path}`, status: answer.status, ms: wall() - began })
    return reply(response, answer)
  }

  const say = (told: Partial<Telling & { kind: 'request' }> & { readonly status: number | 'no answer' | 'reset' }): void =>
    tell({
      kind: 'request',
      method,
      path,
      operation: undefined,
      about: undefined,
      replayed: false,
      fault: undefined,
      ms: wall() - began,
      ...told,
    })
  const turned = turnedAway({ method, headers, body })
  if (turned !== undefined) {
    say({ status: turned.status, about: turned.error.message })
    return reply(response, errorAnswer(life, turned.status, turned.error))
  }
  const decoded = decodedFrom(life, `http://${host}${target}`, method, headers, body)
  if (decoded.kind === 'answer') {
    const answer = decoded.answer as Answer
    say({ status: answer.status, about: aboutOf(answer.body) })
    return reply(response, life.codec.encode(answer, undefined))
  }
  const asked = decoded.request
  const fault = life.armed.call(asked.operation)
  const came = struck(life, asked, fault)
  switch (came.kind) {
    case 'timeout':
      say({ operation: asked.operation, status: 'no answer', fault })
      // The line stays open until the caller has had enough.
      return
    case 'reset':
      say({ operation: asked.operation, status: 'reset', fault })
      request.socket.resetAndDestroy()
      return
    case 'response': {
      const status = notModelledIn(came) === undefined ? came.status : 501
      const answer = life.codec.encode({ ...came, status }, asked)
      // Who asks again is told the same.
      if (status === 501) answer.headers.set('stripe-should-retry', 'false')
      say({
        operation: asked.operation,
        status,
        about: aboutOf(life.codec.show(came.body)),
        replayed: came.replayed === true,
        fault,
      })
      return reply(response, answer)
    }
    default:
      throw new TypeError(`no such answer: ${JSON.stringify(came satisfies never)}`)
  }
}

function decodedFrom(
  life: Life,
  url: string,
  method: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
): Decoded {
  const known = Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  try {
    return life.codec.decode(url, { method, headers: known, body })
  } catch (error) {
    if (!(error instanceof URIError) && !(error instanceof TypeError)) throw error
    const answer = {
      kind: 'response',
      status: 400,
      body: { error: { type: 'invalid_request_error', message: 'path or form has a broken escape' } },
    } as const
    return { kind: 'answer', answer }
  }
}

const tooMany: Answer = {
  kind: 'response',
  status: 429,
  body: { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'too many requests at a time, as ordered' } },
}

/** What the twin answers, and what of it arrives under a fault. */
function struck(life: Life, request: ProviderRequest, fault: CallFault | undefined): ProviderAnswer {
  const failing = (effect: 'executed' | 'not executed'): ProviderAnswer =>
    life.happens((context) => life.twin.failWith500(request, context, effect))
  switch (fault) {
    case undefined:
      return life.ask(request)
    case 'timeout before':
      return { kind: 'timeout' }
    case 'timeout after':
      life.ask(request)
      return { kind: 'timeout' }
    case 'reset before':
      return { kind: 'reset' }
    case 'reset after':
      life.ask(request)
      return { kind: 'reset' }
    case 'server error before':
      return failing('not executed')
    case 'server error after':
      return failing('executed')
    case 'rate limited':
      return tooMany
    default:
      throw new TypeError(`no such fault: ${String(fault satisfies never)}`)
  }
}

const errorAnswer = (life: Life, status: number, error: object): Response => {
  const answer = life.codec.encode({ kind: 'response', status, body: { error } }, undefined)
  if (status === 501) answer.headers.set('stripe-should-retry', 'false')
  return answer
}

/** The id of the object, the length of the list, or the code of the error. */
function aboutOf(body: unknown): string | undefined {
  const { id, error, data } = body as {
    readonly id?: unknown
    readonly data?: unknown
    readonly error?: { readonly code?: string; readonly decline_code?: string; readonly type?: string; readonly message?: string }
  }
  if (error !== undefined) return error.decline_code ?? error.code ?? error.message ?? error.type
  if (typeof id === 'string') return id
  return Array.isArray(data) ? `${data.length} rows` : undefined
}
