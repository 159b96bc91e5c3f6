/**
 * One operation of the vendor's HTTP interface. `:id` stands for the object's id in the path, another name after a colon for a
 * parameter that the path carries.
 */
export interface Route {
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
}

const route = (operation: string, method: Route['method'], path: string): Route => ({ operation, method, path: `/v1/${path}` })

/** Create, retrieve, update and list of a resource, by the vendor's usual paths. */
const resource = (
  name: string,
  path: string,
  verbs: readonly ('create' | 'retrieve' | 'update' | 'list' | 'delete' | 'search')[],
): readonly Route[] =>
  verbs.map((verb) => {
    switch (verb) {
      case 'create':
        return route(`${name}.create`, 'POST', path)
      case 'retrieve':
        return route(`${name}.retrieve`, 'GET', `${path}/:id`)
      case 'update':
        return route(`${name}.update`, 'POST', `${path}/:id`)
      case 'list':
        return route(`${name}.list`, 'GET', path)
      case 'delete':
        return route(`${name}.delete`, 'DELETE', `${path}/:id`)
      case 'search':
        return route(`${name}.search`, 'GET', `${path}/search`)
      default:
        throw verb satisfies never
    }
  })

/** What the twin models. Fixed paths come before those with an id, so that `search` is never taken for one. */
export const routeTable: readonly Route[] = [
  ...resource('customers', 'customers', ['search', 'create', 'list', 'retrieve', 'update', 'delete']),
  route('customers.list_payment_methods', 'GET', 'customers/:id/payment_methods'),
  ...resource('payment_methods', 'payment_methods', ['create', 'list', 'retrieve', 'update']),
  route('payment_methods.attach', 'POST', 'payment_methods/:id/attach'),
  route('payment_methods.detach', 'POST', 'payment_methods/:id/detach'),
  ...resource('products', 'products', ['search', 'create', 'list', 'retrieve', 'update', 'delete']),
  ...resource('prices', 'prices', ['search', 'create', 'list', 'retrieve', 'update']),
  ...resource('coupons', 'coupons', ['create', 'list', 'retrieve', 'update', 'delete']),
  ...resource('promotion_codes', 'promotion_codes', ['create', 'list', 'retrieve', 'update']),
  ...resource('tax_rates', 'tax_rates', ['create', 'list', 'retrieve', 'update']),
  route('customers.create_balance_transaction', 'POST', 'customers/:id/balance_transactions'),
  route('customers.list_balance_transactions', 'GET', 'customers/:id/balance_transactions'),
  route('customers.retrieve_balance_transaction', 'GET', 'customers/:customer/balance_transactions/:id'),
  route('customers.update_balance_transaction', 'POST', 'customers/:customer/balance_transactions/:id'),
  route('customers.delete_discount', 'DELETE', 'customers/:id/discount'),
  route('subscriptions.delete_discount', 'DELETE', 'subscriptions/:id/discount'),
  ...resource('subscriptions', 'subscriptions', ['search', 'create', 'list', 'retrieve', 'update']),
  route('subscriptions.cancel', 'DELETE', 'subscriptions/:id'),
  route('subscriptions.pause', 'POST', 'subscriptions/:id/pause'),
  route('subscriptions.resume', 'POST', 'subscriptions/:id/resume'),
  ...resource('subscription_items', 'subscription_items', ['list', 'retrieve', 'update']),
  route('invoices.create_preview', 'POST', 'invoices/create_preview'),
  ...resource('invoices', 'invoices', ['search', 'create', 'list', 'retrieve', 'update', 'delete']),
  route('invoices.finalize', 'POST', 'invoices/:id/finalize'),
  route('invoices.pay', 'POST', 'invoices/:id/pay'),
  route('invoices.void', 'POST', 'invoices/:id/void'),
  route('invoices.send', 'POST', 'invoices/:id/send'),
  route('invoices.mark_uncollectible', 'POST', 'invoices/:id/mark_uncollectible'),
  route('invoices.list_lines', 'GET', 'invoices/:id/lines'),
  route('credit_notes.preview', 'GET', 'credit_notes/preview'),
  route('credit_notes.list_preview_lines', 'GET', 'credit_notes/preview/lines'),
  ...resource('credit_notes', 'credit_notes', ['create', 'list', 'retrieve', 'update']),
  route('credit_notes.void', 'POST', 'credit_notes/:id/void'),
  route('credit_notes.list_lines', 'GET', 'credit_notes/:id/lines'),
  ...resource('invoice_items', 'invoiceitems', ['create', 'list', 'retrieve', 'update', 'delete']),
  ...resource('invoice_payments', 'invoice_payments', ['list', 'retrieve']),
  ...resource('payment_intents', 'payment_intents', ['search', 'create', 'list', 'retrieve', 'update']),
  route('payment_intents.confirm', 'POST', 'payment_intents/:id/confirm'),
  route('payment_intents.cancel', 'POST', 'payment_intents/:id/cancel'),
  ...resource('setup_intents', 'setup_intents', ['create', 'list', 'retrieve', 'update']),
  route('setup_intents.confirm', 'POST', 'setup_intents/:id/confirm'),
  route('setup_intents.cancel', 'POST', 'setup_intents/:id/cancel'),
  ...resource('charges', 'charges', ['search', 'list', 'retrieve']),
  ...resource('refunds', 'refunds', ['create', 'list', 'retrieve', 'update']),
  ...resource('balance_transactions', 'balance_transactions', ['list', 'retrieve']),
  ...resource('events', 'events', ['list', 'retrieve']),
  ...resource('checkout.sessions', 'checkout/sessions', ['create', 'list', 'retrieve', 'update']),
  route('checkout.sessions.expire', 'POST', 'checkout/sessions/:id/expire'),
  route('checkout.sessions.list_line_items', 'GET', 'checkout/sessions/:id/line_items'),
  route('billing_portal.sessions.create', 'POST', 'billing_portal/sessions'),
  ...resource('subscription_schedules', 'subscription_schedules', ['create', 'list', 'retrieve', 'update']),
  route('subscription_schedules.release', 'POST', 'subscription_schedules/:id/release'),
  route('subscription_schedules.cancel', 'POST', 'subscription_schedules/:id/cancel'),
  ...resource('disputes', 'disputes', ['list', 'retrieve', 'update']),
  route('disputes.close', 'POST', 'disputes/:id/close'),
  ...resource('webhook_endpoints', 'webhook_endpoints', ['create', 'list', 'retrieve', 'update', 'delete']),
  ...resource('early_fraud_warnings', 'radar/early_fraud_warnings', ['list', 'retrieve']),
]

/** Operations that change something, and so take an idempotency key. */
export const posts: ReadonlySet<string> = new Set([
  ...routeTable.filter((each) => each.method === 'POST').map((each) => each.operation),
  // Reaches the vendor from a customer's page, by no route of a server.
  'payment_intents.authenticate',
])

/** First words of paths that exist at the vendor. What is here and not in `routeTable` is not modelled; the rest does not exist. */
const vendorPaths: ReadonlySet<string> = new Set(
  (
    'account account_links account_sessions accounts apple_pay application_fees apps balance balance_settings balance_transactions billing ' +
    'billing_portal charges checkout climate confirmation_tokens country_specs coupons credit_notes crypto customer_sessions customers disputes ' +
    'entitlements ephemeral_keys events exchange_rates external_accounts file_links files financial_connections forwarding identity invoice_payments ' +
    'invoice_rendering_templates invoiceitems invoices issuing linked_accounts mandates payment_intents payment_links payment_method_configurations ' +
    'payment_method_domains payment_methods payment_records payouts plans prices products promotion_codes quotes radar refunds reporting reviews ' +
    'setup_attempts setup_intents shipping_rates sigma sources subscription_items subscription_schedules subscriptions tax tax_codes tax_ids tax_rates ' +
    'terminal test_helpers tokens topups transfers treasury webhook_endpoints'
  ).split(' '),
)

export type Routed =
  | {
      readonly kind: 'operation'
      readonly operation: string
      readonly id: string | undefined
      /** What else the path names. */
      readonly params: Readonly<Record<string, string>>
    }
  | { readonly kind: 'not modelled'; readonly operation: string }
  | { readonly kind: 'unknown' }

const split = routeTable.map((each) => ({ ...each, parts: each.path.split('/').slice(1) }))

/** Which operation a method and path mean. The path has no query; ids come as they stand there. */
export function routeOf(method: string, path: string): Routed {
  const parts = path.split('/').slice(1)
  for (const each of split) {
    if (each.method !== method || each.parts.length !== parts.length) continue
    let id: string | undefined
    const params: Record<string, string> = {}
    const fits = each.parts.every((part, index) => {
      if (!part.startsWith(':')) return part === parts[index]
      if (part === ':id') id = parts[index]
      else params[part.slice(1)] = parts[index] ?? ''
      return parts[index] !== ''
    })
    if (fits) return { kind: 'operation', operation: each.operation, id, params }
  }
  const known = parts[0] === 'v2' || (parts[0] === 'v1' && vendorPaths.has(parts[1] ?? ''))
  return known ? { kind: 'not modelled', operation: `${method} ${path}` } : { kind: 'unknown' }
}
