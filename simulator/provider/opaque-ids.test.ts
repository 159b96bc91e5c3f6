import { expect, test } from 'vitest'
import { OpaqueIds } from './opaque-ids.ts'

test('shows the same record under the same id in every world, and different ones under different ids', () => {
  const [one, other] = [new OpaqueIds(), new OpaqueIds()]
  expect(one.show('sub_ada_1')).toBe(other.show('sub_ada_1'))
  const shown = Array.from({ length: 2_000 }, (_, index) => one.show(`cus_ada_${index + 1}`))
  expect(new Set(shown).size).toBe(2_000)
})

test('takes back what it showed, and leaves alone what it never did', () => {
  const ids = new OpaqueIds()
  const data = {
    id: 'in_ada_1',
    list: ['pi_ada_1'],
    secret: 'pi_ada_1_secret_x',
    url: '/v1/invoices/in_ada_1/lines',
    name: 'in_the_way',
    count: 3,
    nothing: null,
  }
  const shown = ids.show(data)
  expect(JSON.stringify(shown)).not.toMatch(/_ada_/)
  expect(shown).toMatchObject({ name: 'in_the_way', count: 3, nothing: null })
  expect(ids.take({ ...(shown as object), url: '' })).toEqual({ ...data, url: '' })
  expect(ids.take('sub_stranger')).toBe('sub_stranger')
})

test('calls a record by the name that it has toward the system', () => {
  const ids = new OpaqueIds(new Map([['price_account_1', 'price_plus']]))
  expect(ids.show({ price: 'price_account_1', other: 'price_account_2' })).toMatchObject({ price: 'price_plus' })
  expect(ids.take(['price_plus', 'price_account_1'])).toEqual(['price_account_1', 'price_account_1'])
})
