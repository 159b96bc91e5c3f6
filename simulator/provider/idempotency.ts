import { hours, type Instant } from '#machines'
import { badValue, Refusal } from './errors.ts'
import type { ProviderRequest } from './provider.ts'
import type { StoredAnswer } from './store.ts'
import type { Work } from './work.ts'

/** For so long a key brings the first answer back. @source SD/api/idempotent_requests: at least; here exactly */
const keeps = hours(24)

/** Equal as data; the order of members says nothing. */
function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((each, index) => sameData(each, b[index]))
  }
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>]
  for (const key in left) if (!sameData(left[key], right[key])) return false
  for (const key in right) if (left[key] === undefined && right[key] !== undefined) return false
  return true
}

/**
 * The stored answer for a key that was used before.
 * @throws Refusal 400 idempotency_error when the key came with another request; a key may be at most 255 characters
 */
export function replayed(work: Work, request: ProviderRequest): StoredAnswer | undefined {
  if (request.key === undefined) return undefined
  if (request.key.length > 255) throw badValue('idempotency_key', 'an idempotency key has at most 255 characters')
  const stored = work.store.key(request.key)
  if (stored === undefined || work.now - stored.at >= keeps) return undefined
  if (stored.operation === request.operation && stored.id === request.id && sameData(stored.params, request.params)) return stored
  throw new Refusal(
    400,
    {
      type: 'idempotency_error',
      message: `the key ${request.key} came before, with another request`,
    },
    true,
  )
}

/** Keeps an answer, of whatever status, once execution had begun. */
export function keepAnswer(work: Work, request: ProviderRequest, status: number, body: unknown): void {
  if (request.key === undefined) return
  // A run ends before its keys are a burden; who serves for weeks may not keep all.
  if (work.settings.served !== undefined) work.store.forgetKeys((work.now - keeps) as Instant)
  work.store.keep(request.key, { operation: request.operation, id: request.id, params: request.params, status, body, at: work.now })
}
