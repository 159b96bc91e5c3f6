import { days, utc } from '#machines'
import type { ProviderEvent } from '#simulator'
import { describe, expect, it, test } from 'vitest'
import { struck, subscribes } from '../struck.fixture.ts'
import { translateDetached } from './detached.ts'
import { reference } from './index.ts'
import { referenceParts } from './parts.ts'
import { translateAnswer } from './translate.ts'

const at = utc('2024-02-05')
const event = (type: string): ProviderEvent => ({ id: 'evt_ada_9', type, owner: 'ada', at, object: { id: 'pm_ada_1', customer: null } })

test('a method that was taken off is told, once however often, and an event about something else says nothing', () => {
  const [fact] = translateDetached(event('payment_method.detached'), at)
  expect(fact).toMatchObject({ kind: 'method detached', who: 'ada', provider: 'pm_ada_1' })
  expect(translateDetached(event('payment_method.detached'), utc('2024-02-09'))[0]!.id).toBe(fact!.id)
  expect(translateDetached(event('payment_method.attached'), at)).toEqual([])
})

test('a payment that is refused because its method was taken off has failed for good, and says why', () => {
  const body = { error: { type: 'invalid_request_error', code: 'payment_method_unexpected_state', param: 'payment_method' } }
  const effect = { kind: 'start attempt', who: 'ada', attempt: 'ada/sub 1/renewal/attempt 1', method: 'pm_ada_1', key: 'k' } as never
  const { facts, failed, again } = translateAnswer(effect, { kind: 'response', status: 400, body }, at, at)
  expect([failed, again]).toEqual([undefined, undefined])
  expect(facts).toMatchObject([
    { kind: 'method detached', provider: 'pm_ada_1' },
    { kind: 'payment failed', attempt: 'ada/sub 1/renewal/attempt 1', code: 'hard' },
  ])
})

describe('the reference holds', () => {
  const story = [[days(0), 'subscribe', subscribes('basic')]] as const
  const off = { 'ada/pm_ada_1/12 days on/dashboard detach': 'takes the card off' } as const
  const lost = { 'ada/payment_method.detached pm_ada_1/lost': true } as const

  it.each([
    ['and a webhook tells of it', off],
    ['and no webhook tells of it', { ...off, ...lost }],
    ['in the hour of the signup, and no webhook tells of it', { 'ada/pm_ada_1/2 h on/dashboard detach': 'takes the card off', ...lost }],
  ] as const)('when a card is taken off at the dashboard, %s', (_, choices) => {
    const run = struck(reference(), utc('2024-01-31'), story, choices)
    expect([...run.record.keys()].toSorted()).toEqual(Object.keys(choices).toSorted())
    expect(run.broken).toEqual([])
  })

  it('when the provider is the first to say that a card was taken off, for nobody looks', () => {
    const parts = {
      ...referenceParts,
      *findDetached() {
        return true
      },
    }
    expect(struck(reference(parts), utc('2024-01-31'), story, { ...off, ...lost }).broken).toEqual([])
  })

  it('when a card is taken off and another one brought before the renewal', () => {
    const asked = [...story, [days(20), 'update method', { do: 'update method', method: 'card' }]] as const
    expect(struck(reference(), utc('2024-01-31'), asked, off).broken).toEqual([])
  })
})
