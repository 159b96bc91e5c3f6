import { expect, it } from 'vitest'
import { namedIn } from './named-in.ts'

it('finds paths and the provider’s ids, wherever they stand, each once', () =>
  expect(namedIn({ id: 'pi_ada_1', metadata: { invoice: 'ada/sub 1/signup', who: 'ada' }, list: ['pi_ada_1', 5, null] })).toEqual([
    'pi_ada_1',
    'ada/sub 1/signup',
  ]))

it('takes of writes the keys alone', () =>
  expect(namedIn([{ table: 'facts', owner: 'ada', key: 'ada/command 1', row: { quotes: 'ada/sub 9/x' } }])).toEqual(['ada/command 1']))

it('takes neither links nor words nor times', () =>
  expect(namedIn({ url: 'https://a.b/c', at: '2024-01-31T09:00:00Z', kind: 'payment_intent' })).toEqual([]))
