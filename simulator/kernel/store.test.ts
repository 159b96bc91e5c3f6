import { expect, test } from 'vitest'
import { Store } from './store.ts'

const row = (key: string, value: number, condition?: 'absent' | number) => ({
  table: 'invoices',
  owner: 'ada',
  key,
  row: { value },
  ...(condition === undefined ? {} : { if: condition }),
})

test('a unique insert loses against an earlier one and writes nothing', () => {
  const store = new Store()
  store.commit([row('in_1', 1, 'absent')])
  expect(store.commit([row('in_2', 2, 'absent'), row('in_1', 3, 'absent')])).toEqual({ kind: 'conflict', because: 'unique', key: 'in_1' })
  expect(store.list('invoices', 'ada').map((stored) => stored.key)).toEqual(['in_1'])
})

test('compare-and-set lets one of two readers win', () => {
  const store = new Store()
  store.commit([row('in_1', 1)])
  const { version } = store.read('invoices', 'ada', 'in_1')!
  expect(store.commit([row('in_1', 2, version)]).kind).toBe('committed')
  expect(store.commit([row('in_1', 3, version)])).toMatchObject({ kind: 'conflict', because: 'stale' })
  expect(store.read('invoices', 'ada', 'in_1')?.row).toEqual({ value: 2 })
})

test('a snapshot is not touched by what comes later', () => {
  const store = new Store()
  store.commit([row('in_1', 1)])
  const before = store.snapshot()
  store.commit([row('in_1', 2), row('in_2', 2)])
  store.restore(before)
  expect(store.list('invoices', 'ada').map((stored) => stored.row)).toEqual([{ value: 1 }])
})

test('unchanged rows stay the same array, so that projections may rest on it', () => {
  const store = new Store()
  store.commit([row('in_1', 1)])
  const before = store.list('invoices', 'ada')
  store.commit([{ table: 'invoices', owner: 'bob', key: 'in_9', row: {} }])
  expect(store.list('invoices', 'ada')).toBe(before)
})

test('no row deletes', () => {
  const store = new Store()
  store.commit([row('in_1', 1)])
  store.commit([{ table: 'invoices', owner: 'ada', key: 'in_1', row: undefined }])
  expect(store.list('invoices', 'ada')).toEqual([])
})
