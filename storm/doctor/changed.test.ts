import { describe, expect, it } from 'vitest'
import { changedInWords, changedTables, proposals } from './changed.ts'

const users = (...rows: readonly Record<string, unknown>[]) => ({ name: 'users', count: rows.length, rows })
const ada = {
  id: 7,
  login: 'ada',
  stripe_customer_id: 'cus_A1b2C3d4E5f6G7',
  stripe_subscription_id: 'sub_A1b2C3d4E5f6G7',
  status: 'active',
  plan: 'pro',
}

describe('tables that changed', () => {
  it('are those with other rows, or with more or fewer', () => {
    const still = { name: 'plans', count: 1, rows: [{ id: 1 }] }
    const changed = changedTables([users(), still], [users(ada), still])
    expect(changed).toEqual([{ table: 'users', before: 0, after: 1, rows: [ada] }])
    expect(changedInWords(changed)).toBe('users: 0 → 1 rows')
    const edited = changedTables([users(ada)], [users({ ...ada, plan: 'team' })])
    expect(changedInWords(edited)).toBe('users: 1 rows, changed')
    expect(changedTables([users(ada)], [users()])).toEqual([{ table: 'users', before: 1, after: 0, rows: [] }])
    expect(changedTables([users(ada)], [users({ ...ada })])).toEqual([])
  })
})

describe('a proposed query', () => {
  const events = { table: 'webhook_events', before: 0, after: 2, rows: [{ id: 'evt_1', subscription: ada.stripe_subscription_id }] }
  const changed = [events, { table: 'users', before: 0, after: 1, rows: [ada] }]

  it('knows people by the names that were given and objects by the look of their ids, and passes over logs', () => {
    const [customers, subscriptions] = proposals(changed, ['customers', 'subscriptions'], ['ada', 'bob'])
    expect(customers?.lines).toEqual([
      "  const customers = await query('select * from users where stripe_customer_id is not null')",
      "  customers: customers.map((row) => ({ who: String(row['login']), provider: take(row['stripe_customer_id']) })),",
    ])
    expect(subscriptions?.lines[1]).toBe(
      "  subscriptions: subscriptions.map((row) => ({ id: String(row['id']), who: String(row['login']), provider: take(row['stripe_subscription_id']), status: statuses[row['status']], plan: plans[row['plan']] })),",
    )
  })

  it('is not made up where nothing tells', () => {
    expect(proposals(changed, ['invoices'], ['ada'])).toEqual([])
    expect(proposals([], ['customers'], ['ada'])).toEqual([])
  })
})
