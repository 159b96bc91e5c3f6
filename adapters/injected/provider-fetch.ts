import type { Answer, Call, ProviderAnswer } from '#simulator'
import { restCodec, type Codec } from './rest.ts'

/** The `fetch` that an SDK gets, as far as SDKs use it. */
export type ProviderFetch = (url: string | URL, init?: ProviderInit) => Promise<Response>

export interface ProviderInit {
  readonly method?: string | undefined
  readonly headers?: ConstructorParameters<typeof Headers>[0]
  /** Forms, as SDKs send them. */
  readonly body?: string | null | undefined
  readonly signal?: AbortSignal | null | undefined
}

/**
 * A `fetch` whose network is the world: each request is a call to the provider that waits at the gate.
 * No answer means that nothing ever comes back, until the SDK's own time-out aborts; a reset is thrown as real ones are.
 * @param gate asks the world
 * @param codec between wire and operations
 * @param where says which line of the code asks, when that is known
 */
export function providerFetch(
  gate: (call: Call) => Promise<Answer>,
  codec: Codec = restCodec,
  where?: () => string | undefined,
): ProviderFetch {
  return async (url, init = {}) => {
    const { pathname, search } = new URL(url)
    const headers = Object.fromEntries(new Headers(init.headers).entries())
    const request = codec.read({ method: init.method ?? 'GET', path: pathname, query: search.slice(1), headers, body: init.body ?? '' })
    const aborted = whenAborted(init.signal)
    const line = where?.()
    const asked = gate({
      kind: 'call',
      to: 'provider',
      label: words(request.operation),
      request,
      ...(line === undefined ? {} : { where: line }),
    })
    const answer = (await Promise.race([asked, aborted])) as ProviderAnswer
    switch (answer.kind) {
      case 'response':
        return new Response(codec.write(answer.body, request), {
          status: answer.status,
          headers: {
            'content-type': 'application/json',
            'request-id': `req_${request.operation}`,
            ...(answer.replayed === true ? { 'idempotent-replayed': 'true' } : {}),
          },
        })
      case 'timeout':
        return aborted
      case 'reset':
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
      default:
        throw new TypeError(`no such answer: ${JSON.stringify(answer satisfies never)}`)
    }
  }
}

/** `payment_intents.create` → `create payment intent` */
function words(operation: string): string {
  // A request that is no operation is called by its method and path; a label holds no slash.
  if (operation.includes(' ')) return operation.replaceAll(/[/ ]+/g, ' ').trim()
  const parts = operation.split('.')
  const verb = parts.pop() ?? ''
  const noun = parts.join(' ').replaceAll('_', ' ')
  return `${verb} ${verb === 'list' || verb === 'search' ? noun : noun.replace(/s$/, '')}`
}

function whenAborted(signal: AbortSignal | null | undefined): Promise<never> {
  const promise = new Promise<never>((_resolve, reject) => {
    if (signal === null || signal === undefined) return
    const abort = (): void => reject(signal.reason as Error)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
  // Often nobody waits for it any more when it comes.
  promise.catch(() => undefined)
  return promise
}
