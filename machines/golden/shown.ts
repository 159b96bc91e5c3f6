import { isoInstant, utc } from '../domain/instant.ts'
import { minor } from '../domain/money.ts'
import { defaultPolicy } from '../domain/policy.ts'
import { historyOf } from '../history.ts'
import type { Parts } from '../parts.ts'
import { rowsOf, viewOf } from '../view-of.ts'
import type { LifeCase } from './lives/life-case.ts'
import { play } from './play.ts'

/** An instant as the cases write it: midnights without their time. */
export const short = (text: string): string => text.replace('T00:00:00Z', '')

/** What a life shows in its end on these machines, as far as its case looks at it. */
export function shownBy(life: LifeCase, parts: Parts): Readonly<Record<string, unknown>> {
  const policy = { ...defaultPolicy, ...life.policy }
  const until = utc(life.until)
  const commands = life.commands.map(([at, command]) => ({ at: utc(at), command }))
  const { outcomes, refusedMethods, refundsFail, ends } = life
  const cards = (life.cards ?? []).map(([at, ordinal, expires]) => ({ at: utc(at), ordinal, expires }))
  const detaches = (life.detaches ?? []).map(([at, ordinal]) => ({ at: utc(at), ordinal }))
  const banks = (life.banks ?? []).map(([at, of, stands, heardAt]) => ({
    at: utc(at),
    of,
    stands,
    heardAt: heardAt === undefined ? undefined : utc(heardAt),
  }))
  const dashboard = (life.dashboard ?? []).map(([at, of, amount]) => ({
    at: utc(at),
    of,
    amount: amount === undefined ? undefined : minor(amount),
  }))
  const { state, refusals } = play(
    { commands, outcomes, refusedMethods, refundsFail, banks, cards, detaches, dashboard, until },
    policy,
    parts,
  )
  const view = viewOf([rowsOf(state)], until, policy)
  const subscription = view.subscriptions.at(-1)!
  const access = view.access[0]
  const balance = (account: string): number =>
    view.ledger.filter((row) => row.account === account).reduce((sum, row) => sum + row.amount, 0)
  const seen = {
    status: subscription.status,
    plan: subscription.plan,
    quantity: subscription.quantity,
    seats: subscription.seats,
    periodEnd: short(isoInstant(subscription.periodEnd!)),
    access: access === undefined ? 'none' : `${access.because} until ${short(isoInstant(access.until))}`,
    invoices: Object.fromEntries(view.invoices.map((invoice) => [invoice.id.slice('ada/sub 1/'.length), [invoice.status, invoice.total]])),
    cash: balance('cash'),
    bank: balance('bank'),
    receivable: balance('receivable'),
    credit: balance('credit') + 0,
    balance: balance('balance') + 0,
    held: balance('held') + 0,
    revenue: balance('revenue') + 0,
    fees: balance('fees') + 0,
    history: Object.fromEntries(historyOf(state).map(({ invoice, label }) => [invoice.slice('ada/sub 1/'.length), label])),
    tax: balance('tax') + 0,
    addOns: Object.fromEntries((subscription.addOns ?? []).map(({ key, quantity }) => [key, quantity])),
    refusals,
    notices: view.notices.map((notice) => notice.kind),
    attempts: view.attempts.length,
  }
  return Object.fromEntries(Object.keys(ends).map((key) => [key, seen[key as keyof typeof seen]]))
}
