import type { Method } from '#machines'
import { expect, test } from 'vitest'
import type { Capabilities } from '../port.ts'
import { runSync } from './run.ts'
import { toyPlan, toySystem } from './toy.fixture.ts'

/** What a system is brought by a customer who pays by debit, and by one whose account is empty. */
function brought(change: Partial<Capabilities>): ReadonlySet<Method | undefined> {
  const methods = new Set<Method | undefined>()
  const system = toySystem({
    ...change,
    commands: ['subscribe', 'update method'],
    *handler(input) {
      if (input.kind !== 'command') return { status: 200 }
      if ('method' in input.command) methods.add(input.command.method)
      return { kind: 'accepted' }
    },
  })
  const { workload } = toyPlan({})
  const [first] = workload.story
  const subscribes = { ...first!, command: { do: 'subscribe', plan: 'pro', quantity: 1, method: 'bank debit' } } as const
  const brings = { ...first!, id: 'brings', command: { do: 'update method', method: 'bank debit without funds' } } as const
  runSync(toyPlan({}, { system, workload: { ...workload, story: [brings, subscribes] } }))
  return methods
}

test('who keeps own books and listens to orders by name is brought accounts that are debited', () => {
  expect(brought({ authority: 'ours', listens: ['payment_intent.processing'] })).toEqual(
    new Set(['bank debit', 'bank debit without funds']),
  )
})

test('everybody else is brought cards by the same customers, empty where the account was', () => {
  const cards = new Set(['card', 'card without funds'])
  expect(brought({ authority: 'ours', listens: ['payment_intent.succeeded'] })).toEqual(cards)
  expect(brought({ authority: 'ours' })).toEqual(cards)
  expect(brought({ authority: 'provider', listens: ['payment_intent.processing'] })).toEqual(cards)
})
