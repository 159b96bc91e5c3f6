import { days, type Method } from '#machines'
import { describe, expect, it } from 'vitest'
import { bench } from './card-twin.fixture.ts'
import { atProvider } from './portal.ts'

const signup = (method: Method = 'card', trial?: ReturnType<typeof days>) =>
  ({ do: 'subscribe', plan: 'pro', quantity: 2, method, through: 'checkout', ...(trial === undefined ? {} : { trial }) }) as const

describe('a signup on a page of the provider, of which no system knows', () => {
  it('is a checkout that was completed', () => {
    const { twin, now, choices, heard } = bench()
    expect(atProvider(twin, 'ada', signup(), { now, choices })).toEqual({ kind: 'accepted' })
    expect(heard()).toEqual(expect.arrayContaining(['customer.subscription.created', 'checkout.session.completed']))
    expect(twin.subscriptions()).toMatchObject([{ owner: 'ada', status: 'active', items: [{ plan: 'pro', quantity: 2 }] }])
  })

  it('may begin with a trial', () => {
    const { twin, now, choices } = bench()
    atProvider(twin, 'ada', signup('card', days(7)), { now, choices })
    expect(twin.subscriptions()).toMatchObject([{ status: 'trialing', periodEnd: now + days(7) }])
  })

  it('comes to nothing when the card says no', () => {
    const { twin, now, choices } = bench()
    expect(atProvider(twin, 'ada', signup('card without funds'), { now, choices })).toEqual({ kind: 'refused', reason: 'declined' })
    expect(twin.subscriptions()).toEqual([])
  })

  it('is closed where somebody is sent to a page that there is not', () => {
    const { twin, now, choices } = bench()
    expect(twin.completeCheckout('cs_ada_9', 'card', { now, choices })).toBe('closed')
    expect(twin.completeCheckout(twin.customerOf('ada'), 'card', { now, choices })).toBe('closed')
  })

  it('is refused to who has one that lives', () => {
    const { twin, now, choices } = bench()
    atProvider(twin, 'ada', signup(), { now, choices })
    expect(atProvider(twin, 'ada', signup(), { now, choices })).toMatchObject({ kind: 'refused' })
  })
})
