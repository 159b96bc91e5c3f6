import fc from 'fast-check'
import { expect, test } from 'vitest'
import { days, later, minor, utc, type Instant } from '#machines'
import { Choices } from '../kernel/choices.ts'
import { createCardTwin } from './card-twin.ts'
import { outcomeChoice } from './outcomes.ts'

const commands = fc.array(
  fc.record({
    who: fc.constantFrom('ada', 'bob'),
    after: fc.integer({ min: 0, max: 20 }),
    does: fc.constantFrom(
      'subscribe',
      'upgrade',
      'quantity',
      'cancel',
      'cancel at end',
      'pay',
      'card',
      'poor card',
      'authenticate',
      'refund',
      'void',
    ),
  }),
  { maxLength: 25 },
)

/** Lets two customers act at random over some months. */
function play(
  story: readonly { readonly who: string; readonly after: number; readonly does: string }[],
  key: number,
  leaves?: string,
): ReturnType<typeof createCardTwin> {
  const twin = createCardTwin({
    currency: 'usd',
    plans: [
      { key: 'basic', price: minor(999), interval: 'month' },
      { key: 'pro', price: minor(1_999), interval: 'month' },
    ],
  })
  const choices = new Choices({ kind: 'key', key: [key, 1], rates: new Map([[outcomeChoice, 300]]) })
  let now: Instant = utc('2024-01-31')
  const passTo = (until: Instant): void => {
    for (let due = twin.due(); due !== undefined && due.at <= until; due = twin.due()) twin.fire(due.owner, { now: due.at, choices })
    now = until
  }
  for (const { who, after, does } of story) {
    passTo(later(now, days(after)))
    if (who === leaves) continue
    const context = { now, choices }
    const ask = (operation: string, params: Readonly<Record<string, unknown>>, id?: string): unknown =>
      twin.handle({ operation, params, ...(id === undefined ? {} : { id }) }, context)
    const mine = twin
      .subscriptions()
      .findLast((each) => each.owner === who && each.status !== 'canceled' && each.status !== 'incomplete_expired')
    const invoices = (
      twin.handle({ operation: 'invoices.list', params: { status: 'open' } }, context) as { body: { data: readonly { id: string }[] } }
    ).body.data
    const open = invoices.find((each) => each.id.includes(`_${who}_`))
    switch (does) {
      case 'subscribe':
        if (mine === undefined) {
          twin.setMethod(who, 'card', context)
          ask('subscriptions.create', { customer: twin.customerOf(who), items: [{ price: twin.priceOf('basic') }] })
        }
        break
      case 'upgrade':
        if (mine !== undefined)
          ask(
            'subscriptions.update',
            {
              items: [{ id: mine.items[0]!.id, price: twin.priceOf('pro') }],
              proration_behavior: 'always_invoice',
              payment_behavior: 'pending_if_incomplete',
            },
            mine.id,
          )
        break
      case 'quantity':
        if (mine !== undefined)
          ask(
            'subscriptions.update',
            { items: [{ id: mine.items[0]!.id, quantity: 1 + (after % 4) }], proration_behavior: 'always_invoice' },
            mine.id,
          )
        break
      case 'cancel':
        if (mine !== undefined) ask('subscriptions.cancel', { prorate: after % 2 === 0 }, mine.id)
        break
      case 'cancel at end':
        if (mine !== undefined) ask('subscriptions.update', { cancel_at_period_end: true }, mine.id)
        break
      case 'pay':
        if (open !== undefined) ask('invoices.pay', {}, open.id)
        break
      case 'void':
        if (open !== undefined) ask('invoices.void', {}, open.id)
        break
      case 'card':
        twin.setMethod(who, 'card', context)
        break
      case 'poor card':
        twin.setMethod(who, 'card without funds', context)
        break
      case 'authenticate':
        twin.authenticate(who, after % 2 === 0, context)
        break
      default: {
        const paid = twin.books().charges.findLast((each) => each.owner === who && each.outcome === 'succeeded')
        if (paid !== undefined) ask('refunds.create', { charge: paid.id, amount: 100 })
      }
    }
  }
  passTo(later(now, days(60)))
  return twin
}

const only = (twin: ReturnType<typeof createCardTwin>, who: string): string =>
  JSON.stringify([
    twin.books().charges.filter((each) => each.owner === who),
    twin.books().refunds.filter((each) => each.owner === who),
    twin.subscriptions().filter((each) => each.owner === who),
    twin.takeEvents().filter((each) => each.owner === who),
  ])

test('what one customer does changes nothing for another: neither ids, nor outcomes, nor events', () => {
  fc.assert(
    fc.property(commands, fc.nat(), (story, key) => {
      expect(only(play(story, key), 'bob')).toBe(only(play(story, key, 'ada'), 'bob'))
    }),
    { numRuns: 60 },
  )
})

test('the books balance: money in is what was charged, money out what was returned, and no invoice takes more than is due', () => {
  fc.assert(
    fc.property(commands, fc.nat(), (story, key) => {
      const twin = play(story, key)
      const { charges, refunds, balance } = twin.books()
      const taken = charges.filter((each) => each.outcome === 'succeeded')
      const sum = (amounts: readonly { readonly amount: number }[]): number => amounts.reduce((total, each) => total + each.amount, 0)
      expect(sum(balance)).toBe(sum(taken) - sum(refunds))
      const byInvoice = new Map<string, number>()
      for (const each of taken) byInvoice.set(each.invoice!, (byInvoice.get(each.invoice!) ?? 0) + 1)
      expect([...byInvoice.values()].every((count) => count === 1)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('no subscription revives and every event tells of a change that took place', () => {
  fc.assert(
    fc.property(commands, fc.nat(), (story, key) => {
      const ended = new Set<string>()
      const last = new Map<string, unknown>()
      for (const event of play(story, key).takeEvents()) {
        if (!event.type.startsWith('customer.subscription.')) continue
        const { id, status } = event.object as { readonly id: string; readonly status: string }
        expect(ended.has(id)).toBe(false)
        if (event.type === 'customer.subscription.updated') expect(event.previous).toBeDefined()
        if (event.previous?.['status'] !== undefined) expect(event.previous['status']).toBe(last.get(id))
        last.set(id, status)
        if (status === 'canceled' || status === 'incomplete_expired') ended.add(id)
      }
    }),
    { numRuns: 60 },
  )
})
