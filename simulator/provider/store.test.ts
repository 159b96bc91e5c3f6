import { expect, test } from 'vitest'
import { utc } from '#machines'
import { Store } from './store.ts'

const thing = (id: string, says: string) => ({ object: { id, object: 'thing', says }, hidden: undefined })

test('a snapshot keeps what it saw while the store goes on', () => {
  const store = new Store()
  store.put('ada', store.mint('cus', 'ada'), thing('cus_ada_1', 'first'))
  const then = store.snapshot()
  store.put('ada', 'cus_ada_1', thing('cus_ada_1', 'second'))
  store.put('bob', store.mint('cus', 'bob'), thing('cus_bob_1', 'other'))
  store.timer('ada', 'period end', 'sub_ada_1', utc('2024-02-01'))
  store.restore(then)
  expect(store.get('cus_ada_1')?.object).toMatchObject({ says: 'first' })
  expect(store.get('cus_bob_1')).toBeUndefined()
  expect(store.due()).toBeUndefined()
  expect(store.mint('cus', 'ada')).toBe('cus_ada_2')
  store.restore(then)
  expect(store.mint('cus', 'ada')).toBe('cus_ada_2')
})

test('timers of one instant fire in the order of their kinds, then by subject, whatever order they were set in', () => {
  const store = new Store()
  const at = utc('2024-02-01')
  store.timer('ada', 'period end', 'sub_ada_1', at)
  store.timer('ada', 'pending update expires', 'sub_ada_1', at)
  store.timer('ada', 'finalize invoice', 'in_ada_2', at)
  store.timer('ada', 'finalize invoice', 'in_ada_1', at)
  const order: string[] = []
  for (let next = store.earliest('ada'); next !== undefined; next = store.earliest('ada')) {
    order.push(`${next.kind} ${next.subject}`)
    store.timer('ada', next.kind, next.subject, undefined)
  }
  expect(order).toEqual([
    'finalize invoice in_ada_1',
    'finalize invoice in_ada_2',
    'pending update expires sub_ada_1',
    'period end sub_ada_1',
  ])
})

test('what is taken back leaves the attempts and their ids used', () => {
  const store = new Store()
  const before = store.snapshot()
  const id = store.mint('pi', 'ada')
  expect(store.nextAttempt('ada', 'signup')).toBe(1)
  store.charged({
    id: 'ch_ada_1',
    owner: 'ada',
    intent: id,
    invoice: undefined,
    method: 'pm_ada_1',
    key: undefined,
    amount: 1 as never,
    currency: 'usd',
    at: utc('2024-01-01'),
    outcome: 'declined',
    code: 'do_not_honor',
    metadata: {},
  })
  store.put('ada', id, thing(id, 'gone'))
  store.undoKeepingAttempts('ada', before)
  expect(store.get(id)).toBeUndefined()
  expect(store.books().charges).toHaveLength(1)
  expect([store.mint('pi', 'ada'), store.nextAttempt('ada', 'signup')]).toEqual(['pi_ada_2', 2])
})
