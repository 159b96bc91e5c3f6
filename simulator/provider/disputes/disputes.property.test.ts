import fc from 'fast-check'
import { expect, test } from 'vitest'
import { days, later, minor, utc, type Instant } from '#machines'
import { Choices } from '../../kernel/choices.ts'
import { createCardTwin } from '../card-twin.ts'
import { outcomeChoice } from '../outcomes.ts'
import type { DisputeStatus } from '../provider.ts'
import { disputeChoice } from './courses.ts'

const story = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 12 }),
    does: fc.constantFrom('pay', 'pay', 'refund', 'refund a part', 'answer', 'keep an answer', 'close'),
    which: fc.nat({ max: 3 }),
  }),
  { maxLength: 30 },
)

type Twin = ReturnType<typeof createCardTwin>

/** One customer pays, banks do as they like, the merchant refunds and answers at random; then half a year passes. */
function play(lines: readonly { readonly after: number; readonly does: string; readonly which: number }[], key: number): Twin {
  const twin = createCardTwin({ currency: 'usd', plans: [] })
  const choices = new Choices({
    kind: 'key',
    key: [key, 1],
    rates: new Map([
      [disputeChoice, 700],
      [outcomeChoice, 100],
    ]),
  })
  let now: Instant = utc('2024-01-31')
  const passTo = (until: Instant): void => {
    for (let due = twin.due(); due !== undefined && due.at <= until; due = twin.due()) twin.fire(due.owner, { now: due.at, choices })
    now = until
  }
  for (const [index, { after, does, which }] of lines.entries()) {
    passTo(later(now, days(after)))
    const context = { now, choices }
    const ask = (operation: string, params: Readonly<Record<string, unknown>>, id?: string): unknown =>
      twin.handle({ operation, params, ...(id === undefined ? {} : { id }) }, context)
    const charge = twin.books().charges.filter((each) => each.outcome === 'succeeded')[which]?.id ?? 'ch_ada_99'
    const dispute = `dp_ada_${which + 1}`
    if (does === 'pay')
      ask('payment_intents.create', {
        amount: 1999,
        currency: 'usd',
        customer: twin.customerOf('ada'),
        payment_method: twin.setMethod('ada', 'card', context),
        confirm: true,
        metadata: { purpose: `order ${index}` },
      })
    else if (does === 'refund') ask('refunds.create', { charge })
    else if (does === 'refund a part') ask('refunds.create', { charge, amount: 300 })
    else if (does === 'answer') ask('disputes.update', { evidence: { receipt: 'file_1' } }, dispute)
    else if (does === 'keep an answer') ask('disputes.update', { evidence: { receipt: 'file_1' }, submit: false }, dispute)
    else ask('disputes.close', {}, dispute)
  }
  passTo(later(now, days(200)))
  return twin
}

/** Where a dispute may stand after where it stood. @source SN `Dispute.Status`, billing.md 1.3 */
const next: Readonly<Record<DisputeStatus, readonly DisputeStatus[]>> = {
  inquiry: ['inquiry under review', 'inquiry closed', 'needs response'],
  'inquiry under review': ['inquiry closed', 'needs response'],
  'inquiry closed': [],
  'needs response': ['under review', 'won', 'lost'],
  'under review': ['won', 'lost'],
  won: ['lost'],
  lost: ['won'],
  prevented: [],
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, each) => total + each, 0)

test('no merchant loses more of a payment to refunds and its bank than was paid, and the balance holds the rest', () => {
  let met = 0
  fc.assert(
    fc.property(story, fc.nat(), (lines, key) => {
      const { charges, refunds, disputes, balance } = play(lines, key).books()
      met += disputes.length
      for (const charge of charges) {
        if (charge.outcome !== 'succeeded') continue
        const back = sum(refunds.filter((each) => each.charge === charge.id).map((each) => each.amount))
        const gone = -sum(disputes.filter((each) => each.charge === charge.id).map((each) => each.moved))
        expect(gone).toBeGreaterThanOrEqual(0)
        expect(back + gone).toBeLessThanOrEqual(charge.amount)
      }
      const taken = sum(charges.filter((each) => each.outcome === 'succeeded').map((each) => each.amount))
      const kept = taken - sum(refunds.map((each) => each.amount)) + sum(disputes.map((each) => each.moved))
      expect(sum(balance.filter((each) => each.isFee === undefined).map((each) => each.amount))).toBe(kept)
      const fees = new Set(disputes.filter((each) => each.moved < 0).map((each) => each.id)).size
      expect(sum(balance.filter((each) => each.isFee === true).map((each) => each.amount))).toBe(minor(-1_500) * fees + 0)
    }),
    { numRuns: 100 },
  )
  expect(met).toBeGreaterThan(50)
})

test('a dispute goes only where the vendor lets it go, and every one ends', () => {
  fc.assert(
    fc.property(story, fc.nat(), (lines, key) => {
      const { disputes } = play(lines, key).books()
      const stands = new Map<string, DisputeStatus>()
      for (const { id, status } of disputes) {
        const before = stands.get(id)
        if (before !== undefined) expect(next[before]).toContain(status)
        stands.set(id, status)
      }
      for (const status of stands.values()) expect(['inquiry closed', 'won', 'lost', 'prevented']).toContain(status)
    }),
    { numRuns: 100 },
  )
})
