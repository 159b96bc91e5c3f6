import type { TableMade } from './data.ts'
import type { Found } from './found.ts'

/** What a view may be made of: the lines of its function, and the sections that it then shows. */
export interface ViewGuess {
  readonly sights: readonly string[]
  readonly lines: readonly string[]
}

const people = /^(users?|customers?|accounts?|members?|organizations?|orgs?|teams?|tenants?)$/i
const owner = /^(user|customer|account|member|organization|org|team|tenant|owner)_?id$/i

/** Guesses from tables and their columns; doctor proposes better ones when it has seen them change. */
export function viewGuess({ tables, authority, hasRefunded }: Pick<Found, 'tables' | 'authority' | 'hasRefunded'>): ViewGuess {
  const customer =
    tables.find(({ name, columns }) => people.test(name) && customerId(columns) !== undefined) ??
    tables.find(({ columns }) => customerId(columns) !== undefined)
  const subscription =
    tables.find(({ name }) => /subscription/i.test(name)) ??
    tables.find(({ columns }) => columns.some((column) => /stripe_?sub/i.test(column)))
  const invoice = authority?.value === 'ours' ? tables.find(({ name }) => /^invoices?$|^bills?$|^charges?$/i.test(name)) : undefined
  const parts = [
    ...(customer === undefined ? [] : [customersFrom(customer)]),
    ...(subscription === undefined ? [] : [subscriptionsFrom(subscription, authority?.value)]),
    ...(invoice === undefined ? [] : [invoicesFrom(invoice, subscription, hasRefunded)]),
  ]
  if (parts.length === 0)
    return { sights: [], lines: ['view: () => ({}), // nothing was found: doctor names the tables that change, and proposes queries'] }
  return {
    sights: parts.map(({ sight }) => sight),
    lines: [
      'view: async ({ query, take }) => {',
      ...parts.map(({ sight, sql, where }) => `  const ${sight} = await query(${sql}) // guess: ${where}`),
      '  return {',
      ...parts.flatMap(({ sight, members }) => [
        `    ${sight}: ${sight}.map((row) => ({`,
        ...members.map((member) => `      ${member},`),
        '    })),',
      ]),
      '  }',
      '},',
    ],
  }
}

interface Part {
  readonly sight: string
  readonly sql: string
  readonly where: string
  readonly members: readonly string[]
}

const customerId = (columns: readonly string[]): string | undefined =>
  columns.find((column) => /stripe_?cust|provider_?cust|stripe_?id$/i.test(column))
const of = (columns: readonly string[], some: RegExp, otherwise: string): string => columns.find((column) => some.test(column)) ?? otherwise
const whoIn = ({ name, columns }: TableMade): string => (people.test(name) ? of(columns, /^id$/, 'id') : of(columns, owner, 'id'))

function customersFrom(table: TableMade): Part {
  const id = customerId(table.columns)!
  return {
    sight: 'customers',
    sql: `'select * from ${table.name} where ${id} is not null'`,
    where: table.where,
    members: [`who: String(row['${whoIn(table)}'])`, `provider: take(row['${id}'])`],
  }
}

function subscriptionsFrom(table: TableMade, authority: string | undefined): Part {
  const { name, columns, where } = table
  // Who leaves the cycle to the provider and names no column for its id uses that as its own.
  const id =
    columns.find((column) => /stripe_?sub|provider_?(sub|id)|external_?id/i.test(column)) ?? (authority === 'provider' ? 'id' : undefined)
  return {
    sight: 'subscriptions',
    sql: id === undefined || id === 'id' ? `'select * from ${name}'` : `'select * from ${name} where ${id} is not null'`,
    where,
    members: [
      `id: String(row['id'])`,
      `who: String(row['${whoIn(table)}'])`,
      ...(id === undefined ? [] : [`provider: take(row['${id}'])`]),
      `status: statuses[row['${of(columns, /status|state/i, 'status')}'] as keyof typeof statuses]`,
      `plan: plans[String(row['${of(columns, /^plan|plan_?(id|key|name)?$|price|tier/i, 'plan')}'])] ?? 'none'`,
    ],
  }
}

function invoicesFrom({ name, columns, where }: TableMade, subscription: TableMade | undefined, hasRefunded: boolean): Part {
  const direct = columns.find((column) => owner.test(column))
  const amount = of(columns, /amount|total/i, 'amount')
  const status = of(columns, /status|state/i, 'status')
  const through = columns.find((column) => /^subscription_?id$/i.test(column))
  const joined =
    direct === undefined && through !== undefined && subscription !== undefined
      ? `'select i.*, s.${whoIn(subscription)} as who from ${name} i join ${subscription.name} s on s.id = i.${through}'`
      : undefined
  return {
    sight: 'invoices',
    sql: joined ?? `'select * from ${name}'`,
    where,
    members: [
      `id: String(row['id'])`,
      `who: String(row['${joined === undefined ? (direct ?? 'customer_id') : 'who'}'])`,
      `status: invoiceStatuses[row['${status}'] as keyof typeof invoiceStatuses]`,
      `total: minor(Number(row['${amount}']))`,
      // Money that went back was paid before.
      ...(hasRefunded
        ? [
            `paid: minor(['paid', 'refunded'].includes(String(row['${status}'])) ? Number(row['${amount}']) : 0)`,
            `refunded: minor(row['${status}'] === 'refunded' ? Number(row['${amount}']) : 0)`,
          ]
        : []),
    ],
  }
}
