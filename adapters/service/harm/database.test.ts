import { describe, expect, it } from 'vitest'
import { databaseName, markTable, placeOnLoopback, refuseForeign } from './database.ts'
import { isRefusal } from './refusal.ts'

describe('where a database is', () => {
  it.each([
    ['postgres://ada:p%40ss@127.0.0.1:6543/shop', { host: '127.0.0.1', port: 6543, user: 'ada', password: 'p@ss', database: 'shop' }],
    ['postgresql://ada@localhost/shop', { host: '127.0.0.1', port: 5432, user: 'ada', password: '', database: 'shop' }],
    ['postgres://ada@[::1]:6543/', { host: '::1', port: 6543, database: '' }],
    ['postgres:///shop?host=/run/postgresql', { host: '/run/postgresql', port: 5432, database: 'shop' }],
  ])('takes %s', (address, place) => expect(placeOnLoopback(address)).toMatchObject(place))

  it.each([
    'postgres://ada:secret@db.example.com/shop',
    'postgres://ada:secret@10.0.0.1/shop',
    'postgres://ada:secret@127.0.0.1.example.com/shop',
    'postgres://ada:secret@0.0.0.0/shop',
    'postgres://ada:secret@[::]/shop',
    'postgres://ada:secret@127.1/shop',
    'postgres://ada:secret@2130706433/shop',
    'postgres://ada:secret@/shop?host=db.example.com',
    'postgres://ada:secret@127.0.0.1/shop?host=db.example.com',
    'postgres://ada:secret@127.0.0.1/shop?hostaddr=10.0.0.1',
    'postgres://ada:secret@127.0.0.1,db.example.com/shop',
    'mysql://ada:secret@127.0.0.1/shop',
    'host=127.0.0.1 password=secret',
    'postgres:///shop',
  ])('refuses %s, and tells no password', (address) => {
    const refusal = placeOnLoopback(address)
    expect(refusal).toMatchObject({ kind: 'refused', rule: 'foreign database' })
    expect(isRefusal(refusal) && refusal.says).not.toContain('secret')
  })
})

describe('whose a database is', () => {
  it('lets pass what bears our name and the id that we wrote', () => {
    expect(refuseForeign(databaseName('a1'), 'id1', ['id1'])).toBeUndefined()
  })

  it.each([
    ['shop', ['id1'], 'not named'],
    ['billstorm_a1', undefined, `no table ${markTable}`],
    ['billstorm_a1', [], 'somebody else'],
    ['billstorm_a1', ['id2'], 'somebody else'],
    ['billstorm_a1', ['id1', 'id2'], 'somebody else'],
  ])('refuses %s with %j', (database, found, says) => {
    expect(refuseForeign(database, 'id1', found)).toMatchObject({ rule: 'foreign database', says: expect.stringContaining(says) })
  })
})
