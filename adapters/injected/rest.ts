import type { ProviderRequest } from '#simulator'

/** A request as an SDK puts it on the wire. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Between the vendor's wire and the twin's operations. */
export interface Codec {
  read(request: WireRequest): ProviderRequest
  /** The body of an answer, as the SDK shall read it. */
  write(body: unknown, request: ProviderRequest): string
}

const verbs: Readonly<Record<string, { readonly all: string; readonly one: string }>> = {
  GET: { all: 'list', one: 'retrieve' },
  POST: { all: 'create', one: 'update' },
  DELETE: { all: 'delete', one: 'delete' },
}

/**
 * The vendor's habit, which holds for every plain resource: `POST /v1/invoices/in_1/pay` is `invoices.pay` about `in_1`.
 * @source requests made by stripe-node 23.1.0, seen 2026-11-21: nested parameters in brackets, idempotency and version headers
 */
export const restCodec: Codec = {
  read({ method, path, query, headers, body }) {
    const [, , ...steps] = path.split('/').map((step) => decodeURIComponent(step))
    const { operation, id } = about(method, steps)
    const key = headers['idempotency-key']
    const version = headers['stripe-version']
    return {
      operation,
      params: fromForm(method === 'POST' ? body : query),
      ...(id === undefined ? {} : { id }),
      ...(key === undefined ? {} : { key }),
      ...(version === undefined ? {} : { version }),
    }
  },
  write: (body) => JSON.stringify(body),
}

/** Resources that share a path: `/v1/checkout/sessions` is `checkout.sessions`. */
const families = new Set(['checkout', 'billing_portal', 'test_helpers'])
/** What is no id though it stands in an id's place: these are done to the whole resource. */
const toAll = new Set(['search', 'create_preview'])

function about(method: string, steps: readonly string[]): { readonly operation: string; readonly id?: string } {
  const verb = verbs[method]
  const [first = '', ...rest] = steps
  const [path, own] = families.has(first) ? [`${first}.${rest[0]}`, rest.slice(1)] : [first, rest]
  // The one path whose words the vendor runs together.
  const resource = path === 'invoiceitems' ? 'invoice_items' : path
  const [id, action] = own
  // No operation of anybody's; the twin says so, and the run cannot be judged.
  if (verb === undefined || first === '') return { operation: `${method} /v1/${steps.join('/')}` }
  if (id === undefined) return { operation: `${resource}.${verb.all}` }
  if (toAll.has(id)) return { operation: `${resource}.${id}` }
  if (action !== undefined) return { operation: `${resource}.${method === 'GET' ? 'list_' : ''}${action}`, id }
  // Deleting a subscription is called cancelling it.
  return { operation: `${resource}.${method === 'DELETE' && resource === 'subscriptions' ? 'cancel' : verb.one}`, id }
}

type Nested = { [key: string]: Nested | string }

/** `items[0][price]=p` → `{ items: [{ price: 'p' }] }`: numbered members become lists. Values stay text. */
export function fromForm(form: string): Readonly<Record<string, unknown>> {
  const root: Nested = Object.create(null) as Nested
  for (const [name, value] of new URLSearchParams(form)) {
    const keys = name.split('[').map((key) => key.replace(/\]$/, ''))
    let into = root
    for (const [depth, key] of keys.entries()) {
      const at = key === '' ? String(Object.keys(into).length) : key
      if (depth === keys.length - 1) into[at] = value
      else into = (into[at] ??= Object.create(null) as Nested) as Nested
    }
  }
  return listed(root) as Readonly<Record<string, unknown>>
}

function listed(value: Nested | string): unknown {
  if (typeof value === 'string') return value
  const keys = Object.keys(value)
  const isList = keys.length > 0 && keys.every((key, index) => key === String(index))
  return isList ? keys.map((key) => listed(value[key]!)) : Object.fromEntries(keys.map((key) => [key, listed(value[key]!)]))
}
