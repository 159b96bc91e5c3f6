import type { ProviderAnswer, ProviderRequest } from '#simulator'
import type { CallFault } from './armed.ts'
import type { Life } from './life.ts'

const tooMany: ProviderAnswer = {
  kind: 'response',
  status: 429,
  body: { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'too many requests at a time, as ordered' } },
}

/** What the twin answers, and what of it arrives under a fault that was ordered. */
export function struck(life: Life, request: ProviderRequest, fault: CallFault | undefined): ProviderAnswer {
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
