import { type Attempt, partAt } from './domain/account.ts'
import type { Fact } from './domain/fact.ts'
import { minor } from './domain/money.ts'
import type { Operation } from './domain/operation.ts'
import type { Refund, ToldRefund } from './domain/reversals.ts'
import { carryOutCell } from './carry-out.ts'
import { isAllOf } from './intended.ts'
import { latest } from './latest.ts'
import { giveBack } from './posting.ts'
import { type Fold, type Scene, sceneOf } from './scene.ts'
import { sendRefund } from './send.ts'

/** What the provider says of a refund of ours. */
export function takeRefund(fold: Fold, fact: Extract<Fact, { readonly kind: 'refund succeeded' | 'refund failed' }>): void {
  const refund = latest(fold.account.refunds, fact.refund)
  if (refund === undefined) return
  const { operation, scene } = rowOf(fold, refund)
  if (fact.kind === 'refund succeeded') {
    if (!sendRefund(fold, refund, 'refund succeeded')) return
    refund.provider = fact.provider
    return carryOutCell(fold, operation, 'S', scene)
  }
  if (refund.state !== 'started' || fact.try !== refund.tries) return
  if (fact.code === 'soft') return carryOutCell(fold, operation, 'Fs', scene)
  sendRefund(fold, refund, 'refund impossible')
  carryOutCell(fold, operation, 'Fh', scene)
  const attempt = fold.account.attempts.find(({ charge }) => charge === refund.charge)
  if (attempt !== undefined) giveRestBack(fold, attempt)
}

/** Somebody gave money back at the provider: the same row as for ours, from the provider's own word. */
export function takeToldRefund(fold: Fold, told: ToldRefund): void {
  const { account } = fold
  if (account.refunds.some(({ provider }) => provider === told.provider)) return
  const attempt = account.attempts.find(({ charge }) => charge === told.charge)
  if (attempt === undefined) account.toldRefunds = [...account.toldRefunds, told]
  else wentBack(fold, attempt, told)
}

/** A payment that we hear of late may have gone back already. */
export function takeWaitingRefunds(fold: Fold, attempt: Attempt): void {
  const { account } = fold
  if (account.toldRefunds.length === 0) return
  const own = account.toldRefunds.filter(({ charge }) => charge === attempt.charge)
  account.toldRefunds = account.toldRefunds.filter((each) => !own.includes(each))
  for (const told of own) wentBack(fold, attempt, told)
}

function wentBack(fold: Fold, attempt: Attempt, { provider, amount }: ToldRefund): void {
  const { account } = fold
  // Money that came too late for its invoice was never that invoice's.
  const invoice = attempt.paidFor === undefined ? undefined : partAt(account.invoices, attempt.invoice)
  giveBack(fold, toldId(fold, provider), attempt, amount, invoice, provider)
  const refund = account.refunds.at(-1)!
  const { operation, scene } = rowOf(fold, refund)
  sendRefund(fold, refund, 'refund succeeded')
  refund.provider = provider
  carryOutCell(fold, operation, 'S', scene)
  giveRestBack(fold, attempt)
}

/**
 * Money that was never an invoice's goes back whole. Where somebody at the dashboard was quicker with a part of it, the provider
 * refuses ours as more than is left; once it has, the rest goes back by itself, once for each time that somebody was.
 */
function giveRestBack(fold: Fold, attempt: Attempt): void {
  if (attempt.paidFor !== undefined || attempt.charge === undefined) return
  const own = fold.account.refunds.filter(({ charge }) => charge === attempt.charge)
  const told = own.findLast(({ id, provider }) => id === toldId(fold, provider))
  if (told === undefined || own.some(({ state }) => state !== 'succeeded' && state !== 'given up')) return
  let left: number = attempt.amount
  for (const { state, amount } of own) if (state === 'succeeded') left -= amount
  const id = `${attempt.id}/refund after ${told.provider}`
  if (left > 0 && !own.some((each) => each.id === id)) giveBack(fold, id, attempt, minor(left), undefined, id)
}

const toldId = ({ account }: Fold, provider: string | undefined): string => `${account.who}/refund ${provider}`

/** Which row a refund comes out in, once it has: all of a running period, or less. */
function rowOf(fold: Fold, refund: Refund): { readonly operation: Operation; readonly scene: Scene } {
  const { account } = fold
  const invoice = partAt(account.invoices, refund.invoice)
  const subscription = invoice === undefined ? undefined : partAt(account.subscriptions, invoice.subscription)
  const isAll =
    invoice !== undefined && isAllOf(account, { ...invoice, refunded: minor(invoice.refunded + refund.amount) }, subscription, fold.at)
  const operation = isAll ? 'refund full' : 'refund partial'
  const cause = refund.isAgain ? `${refund.id} again` : refund.id
  return { operation, scene: sceneOf(operation, cause, subscription, undefined, invoice, undefined, refund) }
}
