import { mix } from '../kernel/choices.ts'
import { segment } from '../kernel/name.ts'
import { newestVersion } from './card-twin.ts'
import { decodeForm } from './form.ts'
import { OpaqueIds } from './opaque-ids.ts'
import type { ProviderAnswer, ProviderRequest, Twin, TwinContext } from './provider.ts'
import { routeOf } from './routes.ts'

/** What of a request the shell reads; fetch's own `RequestInit` fits. */
export interface ShellInit {
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | Headers | readonly (readonly [string, string])[] | undefined
  readonly body?: unknown
  readonly signal?: AbortSignal | null | undefined
}

/** A request for the twin, or the answer that it never sees. */
export type Decoded =
  | { readonly kind: 'request'; readonly request: ProviderRequest }
  | { readonly kind: 'answer'; readonly answer: ProviderAnswer }

export interface ShellOptions {
  /** Ids of the vendor's look and length toward the system, or the readable ones. */
  readonly ids?: 'opaque' | 'readable'
  /** Record ids that have names of their own toward the system, as prices have in a configuration. */
  readonly named?: ReadonlyMap<string, string>
  /** The version of requests that name none. */
  readonly apiVersion?: string
}

/** Between HTTP and a twin: what came as method, path and form becomes an operation, an answer becomes a response. */
export interface ShellCodec {
  decode(url: string, init: ShellInit): Decoded
  /** @throws TypeError with an ECONNRESET cause for a reset; a timeout is the caller's, who knows its patience */
  encode(answer: ProviderAnswer & { readonly kind: 'response' }, request: ProviderRequest | undefined): Response
  /** A webhook's payload, or any data, as the system sees it. */
  show(value: unknown): unknown
  /** An id the system speaks of, as the twin knows it. */
  take(value: unknown): unknown
}

function headerOf(init: ShellInit, name: string): string | undefined {
  const { headers } = init
  if (headers === undefined) return undefined
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const pairs = Array.isArray(headers)
    ? (headers as readonly (readonly [string, string])[])
    : Object.entries(headers as Readonly<Record<string, string>>)
  return pairs.find(([key]) => key.toLowerCase() === name)?.[1]
}

const refused = (status: number, error: Readonly<Record<string, string>>): Decoded => ({
  kind: 'answer',
  answer: { kind: 'response', status, body: { error: { type: 'invalid_request_error', ...error } } },
})

export function createShellCodec(options: ShellOptions = {}): ShellCodec {
  const ids = options.ids === 'readable' ? undefined : new OpaqueIds(options.named)
  const show = (value: unknown): unknown => (ids === undefined ? value : ids.show(value))
  const take = (value: unknown): unknown => (ids === undefined ? value : ids.take(value))
  const apiVersion = options.apiVersion ?? newestVersion
  let answered = 0

  return {
    show,
    take,
    decode(url, init) {
      const { pathname, search } = new URL(url)
      const method = (init.method ?? 'GET').toUpperCase()
      const authorization = headerOf(init, 'authorization')
      if (authorization === undefined) return refused(401, { message: 'no key of the account came along' })
      const routed = routeOf(method, pathname)
      if (routed.kind === 'unknown') return refused(404, { message: `${method} ${pathname} leads nowhere` })
      const body = typeof init.body === 'string' ? init.body : ''
      const form = decodeForm(method === 'POST' ? [search.slice(1), body].filter((part) => part !== '').join('&') : search.slice(1))
      const params = take(routed.kind === 'operation' ? { ...form, ...routed.params } : form)
      // An operation the twin lacks goes to it all the same: it answers so, and remembers the name.
      const key = headerOf(init, 'idempotency-key')
      const id = routed.kind === 'operation' ? routed.id : undefined
      return {
        kind: 'request',
        request: {
          operation: routed.operation,
          params: params as Readonly<Record<string, unknown>>,
          version: headerOf(init, 'stripe-version') ?? apiVersion,
          ...(id === undefined ? {} : { id: take(decodeURIComponent(id)) as string }),
          ...(key === undefined ? {} : { key }),
        },
      }
    },
    encode(answer, request) {
      const { h1, h2 } = segment((request?.operation ?? 'none').replaceAll('/', ' '))
      const stamp = mix(h1, ++answered, h2, answer.status).toString(36).padStart(7, '0')
      return new Response(JSON.stringify(show(answer.body)), {
        status: answer.status,
        headers: {
          'content-type': 'application/json',
          'request-id': `req_${stamp}${answered}`,
          'stripe-version': request?.version ?? apiVersion,
          ...(request?.key === undefined ? {} : { 'idempotency-key': request.key }),
          ...(answer.replayed === true ? { 'idempotent-replayed': 'true' } : {}),
        },
      })
    },
  }
}

/** How a request reaches the twin: at once, or through a gate that lets others go first. */
export type Ask = (request: ProviderRequest) => ProviderAnswer | Promise<ProviderAnswer>

export type ShellFetch = (url: string | URL, init?: ShellInit) => Promise<Response>

/** A `fetch` that reaches a twin. */
export function createShellFetch(codec: ShellCodec, ask: Ask): ShellFetch {
  return async (url, init = {}) => {
    const decoded = codec.decode(String(url), init)
    const answer = decoded.kind === 'answer' ? decoded.answer : await ask(decoded.request)
    switch (answer.kind) {
      case 'response':
        return codec.encode(answer, decoded.kind === 'request' ? decoded.request : undefined)
      case 'reset':
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
      case 'timeout':
        return await silence(init.signal)
      default:
        throw answer satisfies never
    }
  }
}

/** No answer ever comes; only the caller's own patience ends it. */
function silence(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal === null || signal === undefined) return
    const give = (): void => reject(signal.reason as Error)
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })
}

/** A `fetch` for the vendor's own SDK that asks this twin at once, in the context of the moment. */
export const createFetchShell = (
  twin: Twin,
  context: () => TwinContext,
  options: ShellOptions = {},
): { readonly fetch: ShellFetch; readonly codec: ShellCodec } => {
  const codec = createShellCodec(options)
  return { codec, fetch: createShellFetch(codec, (request) => twin.handle(request, context())) }
}
