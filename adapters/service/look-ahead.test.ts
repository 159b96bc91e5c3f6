import { expect, it } from 'vitest'
import { lookAhead } from './look-ahead.ts'

function counting() {
  const asked: string[] = []
  const waiting: (() => void)[] = []
  const query = (sql: string) => {
    asked.push(sql)
    if (sql === 'wrong') return Promise.reject(new Error('no such table'))
    return new Promise<readonly { readonly of: string }[]>((resolve) => waiting.push(() => resolve([{ of: sql }])))
  }
  const answerAll = () => {
    for (const answer of waiting.splice(0)) answer()
  }
  return { asked, answerAll, begin: lookAhead(query) }
}

it('asks at once what the view before it asked in turn', async () => {
  const { asked, answerAll, begin } = counting()
  const first = begin()
  for (const sql of ['users', 'rows']) {
    const rows = first(sql)
    answerAll()
    expect(await rows).toEqual([{ of: sql }])
  }
  const second = begin()
  expect(asked).toEqual(['users', 'rows', 'users', 'rows'])
  answerAll()
  expect(await second('rows')).toEqual([{ of: 'rows' }])
  expect(await second('users')).toEqual([{ of: 'users' }])
  expect(asked).toHaveLength(4)
})

it('asks anew what is asked again, or was not asked the last time', async () => {
  const { asked, answerAll, begin } = counting()
  void begin()('users')
  const second = begin()
  void second('users')
  void second('users')
  void second('others')
  answerAll()
  expect(asked).toEqual(['users', 'users', 'users', 'others'])
})

it('hears of what goes wrong where it asks, and not where it no longer does', async () => {
  const { begin } = counting()
  await expect(begin()('wrong')).rejects.toThrow('no such table')
  begin()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await expect(begin()('wrong')).rejects.toThrow('no such table')
})
