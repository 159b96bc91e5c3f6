import type { Answer, Call, ProviderAnswer, ShellCodec, ShellFetch } from '#simulator'

/**
 * A `fetch` whose network is the world: each request is a call to the provider that waits at the gate.
 * No answer means that nothing ever comes back, until the SDK's own time-out aborts; a reset is thrown as real ones are.
 * @param gate asks the world
 * @param codec between the vendor's wire and the twin's operations; another one for each run, since it knows that run's ids
 * @param where says which line of the code asks, when that is known
 */
export function providerFetch(
  gate: (call: Call) => Promise<Answer>,
  codec: () => ShellCodec,
  where?: () => string | undefined,
): ShellFetch {
  return async (url, init = {}) => {
    const decoded = codec().decode(String(url), init)
    // A request without a key or to nowhere never gets as far as the provider's own code.
    if (decoded.kind === 'answer') return codec().encode(responded(decoded.answer), undefined)
    const { request } = decoded
    const aborted = whenAborted(init.signal)
    const line = where?.()
    const asked = gate({
      kind: 'call',
      to: 'provider',
      label: callWords(request.operation),
      request,
      ...(line === undefined ? {} : { where: line }),
    })
    const answer = (await Promise.race([asked, aborted])) as ProviderAnswer
    switch (answer.kind) {
      case 'response':
        return codec().encode(answer, request)
      case 'timeout':
        return aborted
      case 'reset':
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
      default:
        throw new TypeError(`no such answer: ${JSON.stringify(answer satisfies never)}`)
    }
  }
}

function responded(answer: ProviderAnswer): ProviderAnswer & { readonly kind: 'response' } {
  if (answer.kind !== 'response') throw new TypeError(`a request that is refused on the way is answered, not ${answer.kind}`)
  return answer
}

/** `payment_intents.create` → `create payment intent`; of what is not modelled the method and the resource. */
export function callWords(operation: string): string {
  if (operation.includes('/')) return operation.split('/', 3).join(' ').replaceAll(/[ _]+/g, ' ')
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
