import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { knownParameters } from './known-parameters.ts'
import { operations } from './operations.ts'
import { deepParameters, earlierParameters, modelledParameters } from './parameters.ts'

// The table is made from the declarations of the vendor's own package: run this file with BILLSTORM_TABLE=write to make it anew.
const home = join(dirname(createRequire(import.meta.url).resolve('stripe')), '..')
const resources = join(home, 'esm', 'resources')
const version = /ApiVersion = '([^']+)'/.exec(readFileSync(join(home, 'esm', 'apiVersion.js'), 'utf8'))?.[1] ?? ''

type Fields = ReadonlyMap<string, string>

/** Every interface of a declaration file by its path, `SubscriptionCreateParams.Item`. */
function interfacesOf(text: string): ReadonlyMap<string, Fields> {
  const found = new Map<string, Map<string, string>>()
  const spaces: { readonly name: string; readonly indent: number }[] = []
  let open: { readonly indent: number; readonly fields: Map<string, string> } | undefined
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/)
    const space = /^\s*(?:export )?(?:declare )?namespace (\w+)/.exec(line)
    const begins = /^\s*(?:export )?interface (\w+)(?:<.*>)?(?: extends ([^{]+))? \{/.exec(line)
    if (space !== null) spaces.push({ name: space[1]!, indent })
    else if (begins !== null) {
      const fields = new Map<string, string>()
      if (begins[2]?.includes('PaginationParams')) for (const name of ['limit', 'starting_after', 'ending_before']) fields.set(name, '')
      found.set([...spaces.map((each) => each.name), begins[1]].join('.'), fields)
      open = line.trim().endsWith('}') ? undefined : { indent, fields }
    } else if (line.trim() === '}') {
      if (open !== undefined && indent === open.indent) open = undefined
      else if (open === undefined && spaces.at(-1)?.indent === indent) spaces.pop()
    } else if (open !== undefined && indent === open.indent + 4) {
      const field = /^\s*'?(\w+)'?\??: (.*)/.exec(line)
      if (field !== null) open.fields.set(field[1]!, field[2]!)
    }
  }
  return found
}

const homes: Readonly<Record<string, readonly [file: string, stem: string]>> = {
  customers: ['Customers', 'Customer'],
  payment_methods: ['PaymentMethods', 'PaymentMethod'],
  products: ['Products', 'Product'],
  prices: ['Prices', 'Price'],
  subscriptions: ['Subscriptions', 'Subscription'],
  subscription_items: ['SubscriptionItems', 'SubscriptionItem'],
  invoices: ['Invoices', 'Invoice'],
  invoice_items: ['InvoiceItems', 'InvoiceItem'],
  invoice_payments: ['InvoicePayments', 'InvoicePayment'],
  payment_intents: ['PaymentIntents', 'PaymentIntent'],
  setup_intents: ['SetupIntents', 'SetupIntent'],
  charges: ['Charges', 'Charge'],
  refunds: ['Refunds', 'Refund'],
  balance_transactions: ['BalanceTransactions', 'BalanceTransaction'],
  events: ['Events', 'Event'],
  coupons: ['Coupons', 'Coupon'],
  promotion_codes: ['PromotionCodes', 'PromotionCode'],
  tax_rates: ['TaxRates', 'TaxRate'],
  credit_notes: ['CreditNotes', 'CreditNote'],
  'checkout.sessions': ['Checkout/Sessions', 'Session'],
  'billing_portal.sessions': ['BillingPortal/Sessions', 'Session'],
  subscription_schedules: ['SubscriptionSchedules', 'SubscriptionSchedule'],
  disputes: ['Disputes', 'Dispute'],
  webhook_endpoints: ['WebhookEndpoints', 'WebhookEndpoint'],
  early_fraud_warnings: ['Radar/EarlyFraudWarnings', 'EarlyFraudWarning'],
}
const verbs: Readonly<Record<string, string>> = {
  finalize: 'FinalizeInvoice',
  void: 'VoidInvoice',
  send: 'SendInvoice',
  'credit_notes.void': 'VoidCreditNote',
  list_preview_lines: 'ListPreviewLineItems',
  delete_discount: 'DeleteDiscount',
  create_balance_transaction: 'CreateBalanceTransaction',
  retrieve_balance_transaction: 'RetrieveBalanceTransaction',
  update_balance_transaction: 'UpdateBalanceTransaction',
  list_balance_transactions: 'ListBalanceTransactions',
  list_lines: 'ListLineItems',
  list_payment_methods: 'ListPaymentMethods',
  mark_uncollectible: 'MarkUncollectible',
  create_preview: 'CreatePreview',
  list_line_items: 'ListLineItems',
}

const lookup = (all: ReadonlyMap<string, Fields>, name: string): readonly [string, Fields] | undefined => {
  for (const [path, fields] of all) if (path === name || path.endsWith(`.${name}`)) return [path, fields]
  return undefined
}

/** The names an operation takes, with those below the names that the twin looks into. */
function namesOf(operation: string): string {
  const cut = operation.lastIndexOf('.')
  const [file, stem] = homes[operation.slice(0, cut)]!
  const verb = operation.slice(cut + 1)
  const all = interfacesOf(readFileSync(join(resources, `${file}.d.ts`), 'utf8'))
  const top = lookup(all, `${stem}${verbs[operation] ?? verbs[verb] ?? verb[0]!.toUpperCase() + verb.slice(1)}Params`)
  if (top === undefined) return ''
  const names: string[] = [...top[1].keys()]
  const below = (path: string, [scope, fields]: readonly [string, Fields]): void => {
    for (const [name, type] of fields) {
      const full = path === '' ? name : `${path}.${name}`
      if (path !== '') names.push(full)
      if (!deepParameters(operation).includes(full)) continue
      const candidates = [...type.matchAll(/[A-Z]\w*(?:\.\w+)*/g)].map((match) => match[0])
      for (const candidate of candidates) {
        const next = lookup(all, candidate.includes('.') ? candidate : `${scope}.${candidate}`) ?? lookup(all, candidate)
        if (next !== undefined) below(full, next)
      }
    }
  }
  below('', top)
  return names.sort().join(' ')
}

const derived = Object.fromEntries(Object.keys(operations).map((operation) => [operation, namesOf(operation)]))

if (process.env['BILLSTORM_TABLE'] === 'write') {
  const lines = Object.entries(derived).map(([operation, names]) => `  '${operation}': '${names}',`)
  writeFileSync(
    new URL('known-parameters.ts', import.meta.url),
    [
      '/**',
      ' * Names of parameters that exist at the vendor, per operation. Generated by known-parameters.test.ts from the',
      ` * declarations of the vendor's package, API version ${version}.`,
      ' */',
      'export const knownParameters: Readonly<Record<string, string>> = {',
      ...lines,
      '}',
      '',
    ].join('\n'),
  )
}

test('the table of known names is the one of the vendor’s declarations', () => {
  expect(knownParameters).toEqual(derived)
})

/** What a customer's page does, or the path carries; the vendor's declarations of parameters do not have it. */
const ofPages = new Set([
  'payment_intents.authenticate succeeds',
  'customers.retrieve_balance_transaction customer',
  'customers.update_balance_transaction customer',
])

test('every modelled name is known to the vendor, now or earlier', () => {
  const strange = Object.entries(modelledParameters).flatMap(([operation, names]) =>
    names
      .split(' ')
      .filter((name) => name !== '' && !earlierParameters.has(name) && !(knownParameters[operation] ?? '').split(' ').includes(name))
      .map((name) => `${operation} ${name}`),
  )
  // Raw card numbers left the declarations; the interface still takes them from callers that may handle them.
  expect(strange.filter((name) => !ofPages.has(name) && !/card\.(number|exp_month|exp_year|cvc|token)$/.test(name))).toEqual([])
})

test('every operation has its table of modelled names', () => {
  expect(Object.keys(modelledParameters).sort()).toEqual(Object.keys(operations).sort())
})
