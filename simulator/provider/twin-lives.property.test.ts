import fc from 'fast-check'
import { expect, test } from 'vitest'
import { days, hours, later, minor, utc, type Duration, type Instant } from '#machines'
import { Choices } from '../kernel/choices.ts'
import { cardUpdateChoice } from './card-updates.ts'
import { createCardTwin } from './card-twin.ts'
import { disputeChoice } from './disputes/courses.ts'
import { outcomeChoice } from './outcomes.ts'
import type { ProviderAnswer } from './provider.ts'

const acts = [
  'subscribe',
  'schedule',
  'schedule what runs',
  'add a phase',
  'release',
  'cancel the schedule',
  'pause',
  'resume',
  'resume when paid',
  'resume on the old anchor',
  'pause collection',
  'collect again',
  'cancel',
  'pay',
  'void',
  'give up',
  'card',
  'poor card',
  'old card',
  'detach',
  'page',
  'debit page',
  'card page',
  'expire page',
  'answer',
  'refund',
] as const
const stories = fc.array(
  fc.record({
    who: fc.constantFrom('ada', 'bob'),
    after: fc.integer({ min: 0, max: 30 }),
    does: fc.constantFrom(...acts),
    which: fc.nat({ max: 2 }),
  }),
  { maxLength: 40, size: 'max' },
)
type Line = typeof stories extends fc.Arbitrary<(infer L)[]> ? L : never

type Row = Readonly<Record<string, unknown>> & { readonly id: string }

/** Two customers live through whatever the twin knows, and banks and networks do as they like. */
function play(story: readonly Line[], key: number, leaves?: string) {
  const twin = createCardTwin({
    currency: 'usd',
    plans: [
      { key: 'basic', price: minor(999), interval: 'month' },
      { key: 'pro', price: minor(1_999), interval: 'month' },
      { key: 'yearly', price: minor(9_900), interval: 'year' },
    ],
  })
  const rates = [outcomeChoice, disputeChoice, cardUpdateChoice].map((kind) => [kind, 250] as const)
  const choices = new Choices({ kind: 'key', key: [key, 1], rates: new Map(rates) })
  let now: Instant = utc('2024-01-31')
  const passTo = (until: Instant): void => {
    for (let due = twin.due(); due !== undefined && due.at <= until; due = twin.due()) twin.fire(due.owner, { now: due.at, choices })
    now = until
  }
  const strange: string[] = []
  // What is sold once belongs to nobody.
  const product = { currency: 'usd', unit_amount: 700, product: 'prod_account_1' }
  const sold = twin.handle({ operation: 'prices.create', params: product }, { now, choices }) as { readonly body: Row }
  for (const who of ['ada', 'bob'])
    if (who !== leaves) {
      twin.setMethod(who, 'card', { now, choices })
      const params = { customer: twin.customerOf(who), items: [{ price: twin.priceOf('basic') }] }
      twin.handle({ operation: 'subscriptions.create', params }, { now, choices })
    }
  for (const { who, after, does, which } of story) {
    // Half days, so that moments meet and miss the ends of periods.
    passTo(later(now, (after * hours(12)) as Duration))
    if (who === leaves) continue
    const context = { now, choices }
    const ask = (operation: string, params: Readonly<Record<string, unknown>>, id?: string): ProviderAnswer => {
      const answer = twin.handle({ operation, params, ...(id === undefined ? {} : { id }) }, context)
      if (answer.kind !== 'response' || (answer.status >= 400 && answer.status !== 402 && answer.status !== 404 && answer.status !== 400))
        strange.push(`${operation}: ${JSON.stringify(answer)}`)
      return answer
    }
    const all = (operation: string, params: Readonly<Record<string, unknown>> = {}): readonly Row[] =>
      (ask(operation, { limit: 100, ...params }) as unknown as { readonly body: { readonly data: readonly Row[] } }).body.data.filter(
        (row) => row.id.includes(`_${who}_`),
      )
    const on = (rows: readonly Row[], operation: string, params: Readonly<Record<string, unknown>> = {}): void => {
      const row = rows[which % Math.max(1, rows.length)]
      if (row !== undefined) ask(operation, params, row.id)
    }
    const subscriptions = (status = 'all') => all('subscriptions.list', { status })
    const schedules = () =>
      all('subscription_schedules.list').filter((row) => row['status'] === 'active' || row['status'] === 'not_started')
    const price = (plan: string): string => twin.priceOf(plan)
    const page = (params: Readonly<Record<string, unknown>>): void =>
      void ask('checkout.sessions.create', { customer: twin.customerOf(who), ...params })
    const open = () => all('checkout.sessions.list', { status: 'open' })
    const month = { interval: 'month', interval_count: 1 }
    switch (does) {
      case 'subscribe':
        ask('subscriptions.create', { customer: twin.customerOf(who), items: [{ price: price('basic') }] })
        break
      case 'schedule':
        ask('subscription_schedules.create', {
          customer: twin.customerOf(who),
          start_date: which === 0 ? 'now' : Math.floor(now / 1000) + which * 86_400,
          end_behavior: which === 2 ? 'cancel' : 'release',
          phases: [
            { items: [{ price: price('basic') }], duration: { interval: 'week', interval_count: 3 } },
            {
              items: [{ price: price('pro'), quantity: 2 }],
              duration: month,
              billing_cycle_anchor: which === 1 ? 'phase_start' : 'automatic',
            },
            { items: [{ price: price('yearly') }], duration: month, proration_behavior: 'always_invoice' },
          ],
        })
        break
      case 'schedule what runs':
        for (const { id } of subscriptions('active').slice(0, 1)) ask('subscription_schedules.create', { from_subscription: id })
        break
      case 'add a phase':
        for (const { id, phases } of schedules().slice(0, 1)) {
          const [first] = phases as readonly { readonly start_date: number; readonly end_date: number }[]
          const items = [{ price: price('pro'), quantity: 1 + which }]
          ask(
            'subscription_schedules.update',
            { phases: [{ items, start_date: first!.start_date, end_date: first!.end_date }, { items }] },
            id,
          )
        }
        break
      case 'release':
        on(schedules(), 'subscription_schedules.release')
        break
      case 'cancel the schedule':
        on(schedules(), 'subscription_schedules.cancel')
        break
      case 'pause':
        on(subscriptions('active'), 'subscriptions.pause', { invoicing_behavior: which === 0 ? 'invoice' : 'pending_invoice_item' })
        break
      case 'resume':
        on(subscriptions('paused'), 'subscriptions.resume')
        break
      case 'resume when paid':
        on(subscriptions('paused'), 'subscriptions.resume', { payment_behavior: 'resume_on_payment_success' })
        break
      case 'resume on the old anchor':
        on(subscriptions('paused'), 'subscriptions.resume', {
          billing_cycle_anchor: { type: 'unchanged' },
          proration_behavior: 'always_invoice',
        })
        break
      case 'pause collection':
        on(subscriptions('active'), 'subscriptions.update', {
          pause_collection: { behavior: (['void', 'keep_as_draft', 'mark_uncollectible'] as const)[which]! },
        })
        break
      case 'collect again':
        on(subscriptions('active'), 'subscriptions.update', { pause_collection: null })
        break
      case 'cancel':
        on(subscriptions(), 'subscriptions.cancel', { prorate: which === 0, invoice_now: which === 1 })
        break
      case 'pay':
        on(all('invoices.list', { status: 'open' }), 'invoices.pay')
        break
      case 'void':
        on(all('invoices.list', { status: 'open' }), 'invoices.void')
        break
      case 'give up':
        on(all('invoices.list', { status: 'open' }), 'invoices.mark_uncollectible')
        break
      case 'card':
        twin.setMethod(who, 'card', context)
        break
      case 'poor card':
        twin.setMethod(who, 'card without funds', context)
        break
      case 'old card':
        twin.setMethod(who, 'card expired', context)
        break
      case 'detach':
        on(all('payment_methods.list', { customer: twin.customerOf(who) }), 'payment_methods.detach')
        break
      case 'page':
        page({ mode: 'payment', line_items: [{ price: sold.body.id, quantity: 1 + which }] })
        for (const { id } of open()) twin.completeCheckout(id, which === 0 ? 'card' : 'card needing authentication', context)
        break
      case 'debit page':
        page({ mode: 'payment', line_items: [{ price: sold.body.id, quantity: 1 }], payment_method_types: ['sepa_debit'] })
        for (const { id } of open()) twin.completeCheckout(id, which === 0 ? 'card without funds' : 'card', context)
        break
      case 'card page':
        page({ mode: 'setup' })
        for (const { id } of open()) twin.completeCheckout(id, which === 0 ? 'card expired' : 'card', context)
        break
      case 'expire page':
        on(open(), 'checkout.sessions.expire')
        break
      case 'answer':
        on(all('disputes.list'), 'disputes.update', { evidence: { receipt: 'file_1' } })
        break
      case 'refund':
        for (const { id: charge } of all('charges.list').slice(which, which + 1)) ask('refunds.create', { charge, amount: 100 })
        break
      default:
        throw does satisfies never
    }
  }
  passTo(later(now, days(120)))
  return { twin, strange, now }
}

const only = ({ twin }: ReturnType<typeof play>, who: string): string => {
  const books = twin.books()
  const mine = (rows: readonly { readonly owner: string }[]) => rows.filter((each) => each.owner === who)
  return JSON.stringify([
    ...Object.values(books).map((rows: readonly { readonly owner: string }[]) => mine(rows)),
    mine(twin.subscriptions()),
    mine(twin.takeEvents()),
  ])
}
const sum = (amounts: readonly number[]): number => amounts.reduce((total, each) => total + each, 0)

test('what one customer lives through changes nothing for another', () => {
  fc.assert(
    fc.property(stories, fc.nat(), (story, key) => {
      expect(only(play(story, key), 'bob')).toBe(only(play(story, key, 'ada'), 'bob'))
    }),
    { numRuns: 40 },
  )
})

test('every answer is one the vendor could give, and the books say where all money went', () => {
  fc.assert(
    fc.property(stories, fc.nat(), (story, key) => {
      const { twin, strange } = play(story, key)
      expect(strange).toEqual([])
      const { charges, refunds, disputes, balance } = twin.books()
      const paid = charges.filter((each) => each.outcome === 'succeeded')
      const kept = sum(paid.map((each) => each.amount)) - sum(refunds.map((each) => each.amount)) + sum(disputes.map((each) => each.moved))
      expect(sum(balance.filter((each) => each.isFee === undefined).map((each) => each.amount))).toBe(kept)
      expect(new Set(paid.flatMap((each) => each.invoice ?? [])).size).toBe(paid.filter((each) => each.invoice !== undefined).length)
    }),
    { numRuns: 60 },
  )
})

test('what has ended stays so, and whatever runs has a period that runs', () => {
  fc.assert(
    fc.property(stories, fc.nat(), (story, key) => {
      const { twin, now } = play(story, key)
      const ended = new Set<string>()
      for (const event of twin.takeEvents()) {
        const { id, status } = event.object as { readonly id: string; readonly status?: string }
        if (!/^customer\.subscription\.|^subscription_schedule\./.test(event.type)) continue
        // A subscription's end may be told once more when only its schedule goes.
        if (ended.has(id)) expect(event.previous?.['status']).toBeUndefined()
        if (status === 'canceled' || status === 'incomplete_expired' || status === 'completed' || status === 'released') ended.add(id)
        else expect(ended.has(id)).toBe(false)
      }
      for (const { status, periodEnd } of twin.subscriptions())
        if (status === 'active' || status === 'past_due' || status === 'unpaid') expect(periodEnd).toBeGreaterThan(now)
    }),
    { numRuns: 60 },
  )
})
