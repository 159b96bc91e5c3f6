import { type Attempt, never, partAt } from './domain/account.ts'
import type { Decided } from './domain/fact.ts'
import type { Instant } from './domain/instant.ts'
import { minor } from './domain/money.ts'
import { countInFlight, sendAttempt, sendChange, sendRefund } from './send.ts'
import { dueIn } from './compile.ts'
import { latest } from './latest.ts'
import { dueAgain, type Fold } from './scene.ts'
import { taxOf } from './taxes.ts'

export function takeDecision(fold: Fold, { effect, at }: Decided): void {
  const { account } = fold
  // Until then the account shares them with the fold that it goes on from.
  fold.decided ??= new Set(account.decided)
  account.decided = fold.decided.add(effect.key)
  account.turn = Math.max(account.turn, effect.turn)
  switch (effect.kind) {
    case 'create customer':
    case 'attach method':
    case 'answer bank':
    case 'raise alert':
      return
    case 'number invoice': {
      const invoice = latest(account.invoices, effect.invoice)
      if (invoice !== undefined) invoice.number = effect.number
      account.numbered = Math.max(account.numbered, effect.number)
      return
    }
    case 'send notice':
      account.sent.push({ who: account.who, kind: effect.notice, cause: effect.cause, at })
      return
    case 'start refund': {
      const refund = latest(account.refunds, effect.refund)
      if (refund !== undefined && sendRefund(fold, refund, 'sent')) refund.tries++
      return
    }
    case 'start attempt':
      return startAttempt(fold, effect, at)
    case 'look up attempt':
    case 'cancel payment': {
      const attempt = latest(account.attempts, effect.attempt)
      if (attempt === undefined) return
      attempt.unknownAt = at
      if (effect.kind === 'look up attempt') attempt.lookups++
      else attempt.cancels++
      sendAttempt(fold, attempt, effect.kind === 'look up attempt' ? 'look up began' : 'cancel sent')
      return
    }
    default:
      effect satisfies never
  }
}

function startAttempt(fold: Fold, effect: Extract<Decided['effect'], { kind: 'start attempt' }>, at: Instant): void {
  const { account, parts, policy } = fold
  const sentBefore = effect.send === 1 ? undefined : latest(account.attempts, effect.attempt)
  if (sentBefore !== undefined) {
    sentBefore.sends = Math.max(sentBefore.sends, effect.send)
    sentBefore.unknownAt = at
    sendAttempt(fold, sentBefore, 'sent')
    return
  }
  const invoice = latest(account.invoices, effect.invoice)
  const attempt: Attempt = {
    id: effect.attempt,
    index: account.attempts.length,
    invoice: invoice === undefined ? -1 : invoice.index,
    invoiceId: effect.invoice,
    ordinal: effect.ordinal,
    sends: effect.send,
    amount: effect.amount,
    applied: minor(0),
    isDebt: effect.isDebt,
    method: effect.method,
    startedAt: at,
    state: 'started',
    unknownAt: at,
    lookups: 0,
    cancels: 0,
    orderedAt: undefined,
    asked: false,
    payment: undefined,
    charge: undefined,
    paidAt: undefined,
    failedAt: undefined,
    paidFor: undefined,
    answer: undefined,
    dueAt: never,
    held: false,
  }
  dueAgain(fold, attempt, dueIn(parts.tables.attempt, attempt.state, attempt, policy))
  account.attempts.push(attempt)
  countInFlight(fold, attempt, 1)
  if (invoice === undefined) return
  invoice.attempts = Math.max(invoice.attempts, effect.ordinal)
  // A quote was put to the customer as it was; what we learn later prices the next one.
  if (invoice.state === 'quote') {
    invoice.lines = effect.lines
    account.balance = minor(account.balance + invoice.credited - effect.credited)
    invoice.credited = effect.credited
    invoice.total = minor(effect.amount + effect.credited + invoice.paid)
    invoice.tax = taxOf(effect.lines)
  }
  const change = partAt(account.changes, invoice.change)
  if (change !== undefined) sendChange(fold, change, 'attempt began')
}
