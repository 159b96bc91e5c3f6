import fc from 'fast-check'
import { modelledParameters } from './parameters.ts'
import { routeTable } from './routes.ts'

/** A number that picks one of a list whose length is not known yet. */
export type Pick = number
type Tree = Readonly<Record<string, unknown>>

/** What takes the place of an id: the newest but so many of a kind that the twin has shown. */
export interface Seen {
  (prefix: string): string
}

/** Requests that fit their operation, where objects that it is about are there. What is not here fits without parameters. */
const fitting: Readonly<Record<string, (seen: Seen) => readonly Tree[]>> = {
  'customers.create': () => [
    { name: 'ada' },
    { email: 'bob@example.com' },
    { name: 'ada', payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' } },
  ],
  'customers.search': () => [{ query: "name:'ada'" }],
  'invoices.search': () => [{ query: "status:'paid'" }],
  'charges.search': () => [{ query: 'amount>100' }],
  'subscriptions.search': () => [{ query: "status:'active'" }],
  'payment_methods.create': () => [{ type: 'card', card: { token: 'tok_visa' } }],
  'payment_methods.attach': (seen) => [{ customer: seen('cus') }],
  'products.create': () => [{ name: 'pro' }],
  'prices.create': (seen) => [
    { currency: 'usd', unit_amount: '1500', product: seen('prod'), recurring: { interval: 'week' } },
    { currency: 'usd', unit_amount: '900', product: seen('prod') },
  ],
  'coupons.create': () => [{ percent_off: '50', duration: 'once' }],
  'promotion_codes.create': (seen) => [{ promotion: { type: 'coupon', coupon: seen('coupon') } }],
  'tax_rates.create': () => [{ display_name: 'VAT', percentage: '19', inclusive: 'false' }],
  'customers.create_balance_transaction': () => [{ amount: '-500', currency: 'usd' }],
  'subscriptions.create': (seen) => [
    { customer: seen('cus'), items: [{ price: seen('price') }] },
    { customer: seen('cus'), items: [{ price: seen('price'), quantity: '2' }], trial_period_days: '3' },
    { customer: seen('cus'), items: [{ price: seen('price') }], collection_method: 'send_invoice', days_until_due: '5' },
    { customer: seen('cus'), items: [{ price: seen('price') }], discounts: [{ coupon: seen('coupon') }] },
  ],
  'subscriptions.update': (seen) => [
    { items: [{ id: seen('si'), price: seen('price') }] },
    { items: [{ id: seen('si'), quantity: '3' }], proration_behavior: 'always_invoice' },
    { cancel_at_period_end: 'true' },
    { pause_collection: { behavior: 'void' } },
  ],
  'subscriptions.pause': () => [{ type: 'subscription' }],
  'subscription_items.list': (seen) => [{ subscription: seen('sub') }],
  'invoices.create': (seen) => [{ customer: seen('cus') }],
  'invoices.create_preview': (seen) => [{ subscription: seen('sub') }],
  'invoice_items.create': (seen) => [
    { customer: seen('cus'), amount: '500', currency: 'usd' },
    { customer: seen('cus'), amount: '-200', currency: 'usd', invoice: seen('in') },
  ],
  'credit_notes.create': (seen) => [{ invoice: seen('in'), amount: '100' }],
  'credit_notes.preview': (seen) => [{ invoice: seen('in'), amount: '100' }],
  'payment_intents.create': (seen) => [
    { amount: '1500', currency: 'usd', customer: seen('cus'), payment_method: 'pm_card_visa', confirm: 'true' },
    { amount: '1500', currency: 'usd' },
  ],
  'setup_intents.create': (seen) => [{ customer: seen('cus'), payment_method: 'pm_card_visa' }],
  'refunds.create': (seen) => [{ payment_intent: seen('pi'), amount: '50' }],
  'checkout.sessions.create': (seen) => [
    { mode: 'subscription', line_items: [{ price: seen('price'), quantity: '1' }], success_url: 'http://localhost/' },
  ],
  'billing_portal.sessions.create': (seen) => [{ customer: seen('cus') }],
  'subscription_schedules.create': (seen) => [
    { from_subscription: seen('sub') },
    { customer: seen('cus'), start_date: 'now', phases: [{ items: [{ price: seen('price') }], duration: { interval: 'month' } }] },
  ],
  'webhook_endpoints.create': () => [{ url: 'http://localhost/', enabled_events: ['*'] }],
}

export const fittingParams = (operation: string, seen: Seen, which: Pick): Tree => {
  const all = fitting[operation]?.(seen) ?? [{}]
  return structuredClone(all[which % all.length]!)
}

/** What is put over parameters that fit: anything at any name that the operation knows, or at one that nobody knows. */
export interface Slip {
  readonly name: Pick
  readonly value: unknown
}

const names: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(modelledParameters).map(([operation, text]) => [
    operation,
    [...text.split(' ').filter((name) => name !== ''), 'constructor'],
  ]),
)

/** Puts a slip's value at its place, making what stands above it. */
export function slipped(operation: string, params: Tree, { name, value }: Slip): Tree {
  const known = names.get(operation) ?? ['constructor']
  const steps = known[name % known.length]!.split('.')
  const root: Record<string, unknown> = { ...params }
  let at: Record<string, unknown> = root
  for (const [index, step] of steps.entries()) {
    if (index === steps.length - 1) at[step] = value
    else {
      const below = at[step]
      const first: unknown = Array.isArray(below) ? below[0] : below
      const next = typeof first === 'object' && first !== null ? { ...(first as Tree) } : {}
      at[step] = Array.isArray(below) ? [next] : next
      at = next
    }
  }
  return root
}

const texts = [
  ...[
    '',
    'x',
    '5',
    '-1',
    '1999',
    '99999999999',
    '0.5',
    'true',
    'false',
    'usd',
    'jpy',
    'now',
    'none',
    'month',
    'once',
    'all',
    'card',
    'paid',
  ],
  ...['always_invoice', 'send_invoice', 'default_incomplete', 'pending_if_incomplete', 'subscription', '1801386000', 'pm_card_visa'],
  ...[
    'cus_ada_1',
    'sub_ada_1',
    'in_ada_1',
    'pi_ada_1',
    'ch_ada_1',
    'price_account_1',
    'coupon_account_1',
    'constructor',
    '__proto__',
    'customer',
  ],
]
const text = fc.oneof(fc.constantFrom(...texts), fc.string({ maxLength: 4 }))
const value = fc.oneof(
  { weight: 6, arbitrary: text },
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('0', '1', 'id', 'price', 'coupon', 'gt'), text, { maxKeys: 2, noNullPrototype: true }),
  fc.array(fc.dictionary(fc.constantFrom('id', 'price', 'quantity', 'coupon'), text, { maxKeys: 2, noNullPrototype: true }), {
    maxLength: 2,
  }),
)

const pick = fc.nat({ max: 9_999 })
/** Most often one of those that lead somewhere. */
const operation = fc.oneof(
  fc.constantFrom(...routeTable.map((route) => route.operation)),
  fc.constantFrom(...Object.keys(fitting)),
  fc.constantFrom('customers.create', 'subscriptions.create', 'invoices.finalize', 'invoices.pay', 'payment_intents.confirm'),
)

/** One request before it is known what there is to ask about. */
export interface AnyRequest {
  readonly operation: string
  readonly which: Pick
  /** Which of the objects seen it is about. */
  readonly about: Pick
  readonly slips: readonly Slip[]
  readonly key: string | undefined
  readonly version: string | undefined
  readonly afterHours: number
}

export const anyRequest: fc.Arbitrary<AnyRequest> = fc.record({
  operation,
  which: pick,
  about: pick,
  slips: fc.oneof(fc.constant([]), fc.array(fc.record({ name: pick, value }), { maxLength: 3 })),
  key: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined, freq: 5 }),
  version: fc.constantFrom(undefined, undefined, '2024-06-20', '2025-06-30.basil'),
  afterHours: fc.nat({ max: 60 }),
})

/** Everything that fits, once each: then there is something to ask about. */
export const begun: readonly AnyRequest[] = [0, 1].flatMap((which) =>
  Object.keys(fitting).map((each) => ({ operation: each, which, about: 0, slips: [], key: undefined, version: undefined, afterHours: 0 })),
)
