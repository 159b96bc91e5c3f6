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
