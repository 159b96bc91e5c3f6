import { expect, test } from 'vitest'
import { decodeForm } from './form.ts'

test('reads nested objects, lists and escapes', () => {
  expect(
    decodeForm('items[0][price]=p_1&items[0][quantity]=2&items[1][price]=p_2&expand[]=a.b&expand[]=c&metadata[a%20b]=x+y%26z&empty='),
  ).toEqual({
    items: [{ price: 'p_1', quantity: '2' }, { price: 'p_2' }],
    expand: ['a.b', 'c'],
    metadata: { 'a b': 'x y&z' },
    empty: '',
  })
})

test('leaves objects with other keys than 0, 1, 2 as objects, and touches no prototype', () => {
  expect(decodeForm('a[1]=x&b[0]=y&b[x]=z&__proto__[bad]=1')).toEqual({ a: { 1: 'x' }, b: { 0: 'y', x: 'z' } })
  expect(({} as { bad?: string }).bad).toBeUndefined()
})

test('lets the later of two equal names win, as the vendor does', () => {
  expect(decodeForm('a=1&a=2')).toEqual({ a: '2' })
})

test('reads lists of objects without numbers: a member that comes again begins the next', () => {
  expect(decodeForm('items[][price]=p_1&items[][quantity]=2&items[][price]=p_2&items[][metadata][a]=b&items[][metadata][c]=d')).toEqual({
    items: [{ price: 'p_1', quantity: '2' }, { price: 'p_2', metadata: { a: 'b' } }, { metadata: { c: 'd' } }],
  })
  expect(decodeForm('a[]=x&a[][b]=y&a[]=z&c[][]=1&c[][]=2')).toEqual({ a: ['x', { b: 'y' }, 'z'], c: [['1'], ['2']] })
})
