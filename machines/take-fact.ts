import { type Account, type AccountMethod, type Change, partAt } from './domain/account.ts'
import type { Fact } from './domain/fact.ts'
import { carryOutCell } from './carry-out.ts'
import { giveUpHeld, sendMethod, sendSetup } from './send.ts'
import { isPaidSignup } from './domain/operation.ts'
import { currentSubscription } from './intended.ts'
import { latest } from './latest.ts'
import { methodInUse } from './owed.ts'
import { chargeNothing, hasNothingToChargeTo } from './no-method.ts'
import { type Fold, sceneOf } from './scene.ts'
import { takeCommand } from './take-command.ts'
import { takeDecision } from './take-decision.ts'
import { takeDispute } from './take-dispute.ts'
import { takeRefund, takeToldRefund } from './take-refund.ts'
import { asked, failed, notTaken, onAttempt, paid, processing, read, unknown } from './take-payment.ts'

/** Lets a fact have its effect on the account, at the fold's instant. */
export function takeFact(fold: Fold, fact: Fact): void {
  const { account } = fold
  switch (fact.kind) {
    case 'command accepted':
      account.commands = Math.max(account.commands, fact.ordinal)
      account.turn = Math.max(account.turn, fact.turn)
      return takeCommand(fold, fact.command, fact.id, fact.refund, fact.invoice)
    case 'customer created':
      account.customer = fact.customer
      return sendSetup(fold, 'customer made')
    case 'method attached':
      takeMethod(fold, fact.method, fact.provider, fact.expires)
      return giveUpHeld(fold)
    case 'card replaced':
      return takeReplaced(fold, fact)
    case 'method detached':
      return takeDetached(fold, fact.provider)
    case 'method refused':
      takeMethod(fold, fact.method, undefined)
      return giveUpHeld(fold)
    case 'payment succeeded':
      return onAttempt(fold, fact.attempt, (attempt) => paid(fold, attempt, fact.payment, fact.charge))
    case 'payment failed':
      return onAttempt(fold, fact.attempt, (attempt) => failed(fold, attempt, fact.code, fact.payment))
    case 'payment needs action':
      return onAttempt(fold, fact.attempt, (attempt) => asked(fold, attempt, fact.payment))
    case 'payment unknown':
      return onAttempt(fold, fact.attempt, (attempt) => unknown(fold, attempt))
    case 'payment processing':
      return onAttempt(fold, fact.attempt, (attempt) => processing(fold, attempt, fact.payment))
    case 'payment not taken':
      return onAttempt(fold, fact.attempt, (attempt) => notTaken(fold, attempt))
    case 'payment read':
      return onAttempt(fold, fact.attempt, (attempt) => read(fold, attempt, fact.found, fact.readStart))
    case 'refund succeeded':
    case 'refund failed':
      return takeRefund(fold, fact)
    case 'refund told':
      return takeToldRefund(fold, fact)
    case 'dispute told':
      return takeDispute(fold, fact)
    case 'decided':
      return takeDecision(fold, fact)
    default:
      fact satisfies never
  }
}

/** @param provider the provider's id of the method; `undefined` when it was refused */
function takeMethod(fold: Fold, id: string, provider: string | undefined, expires?: string): void {
  const { account } = fold
  const method = latest(account.methods, id)
  if (method === undefined || method.state !== 'owed') return
  method.provider = provider
  method.expires = expires
  const change = method.isUpdate ? undefined : account.changes.find((each) => each.cause === method.cause)
  const isAwaited = account.deletedAt === undefined && (method.isUpdate ? !isSuperseded(account, method) : change?.state === 'quoted')
  const heard = { id, isAwaited, isUpdate: method.isUpdate, isInUse: false }
  const signals = sendMethod(fold, method, provider === undefined ? 'refused' : 'kept', heard) ?? []
  for (const signal of signals) onMethod(fold, id, signal as MethodSignal, change)
  if (account.detached.length === 0) return
  if (provider === undefined) chargeNothingMore(fold)
  else if (account.detached.includes(provider)) takeOff(fold, method)
}

/** A newer one came first and stays in use: nothing is tried again with what was refused already. */
const isSuperseded = ({ methods }: Account, method: AccountMethod): boolean =>
  method.provider !== undefined &&
  methods.slice(methods.indexOf(method) + 1).some(({ state }) => state === 'attached' || state === 'detached')

type MethodSignal = 'method is new' | 'old method stays' | 'signup goes on' | 'signup fails'

function onMethod(fold: Fold, id: string, signal: MethodSignal, change: Change | undefined): void {
  const { account } = fold
  const subscription = currentSubscription(account)
  switch (signal) {
    case 'method is new':
    case 'old method stays':
      carryOutCell(fold, 'method update', signal === 'method is new' ? 'S' : 'Fh', sceneOf('method update', id, subscription))
      // What waited for it has nothing to be charged with.
      for (const invoice of account.invoices) chargeNothing(fold, invoice)
      return
    case 'signup goes on':
    case 'signup fails': {
      // A paid signup goes on to its first payment; its outcome decides.
      if (change === undefined || (signal === 'signup goes on' && isPaidSignup(change.operation))) return
      const invoice = partAt(account.invoices, change.invoice)
      const scene = sceneOf(change.operation, id, subscription, change, invoice)
      return carryOutCell(fold, change.operation, signal === 'signup goes on' ? 'S' : 'Fh', scene)
    }
    default:
      throw new Error(`the chart of methods asks for ${JSON.stringify(signal satisfies never)}, and nothing answers`)
  }
}

/** The network has replaced a card. Of one that is in use no more it is good to know, and nothing more. */
function takeReplaced(fold: Fold, { provider, expires, at }: Extract<Fact, { readonly kind: 'card replaced' }>): void {
  const { account } = fold
  const method = account.methods.findLast((each) => each.provider === provider)
  if (method === undefined || method.expires === expires || account.deletedAt !== undefined) return
  method.expires = expires
  method.replacedAt = at
  const { id, isUpdate } = method
  const heard = { id, isAwaited: false, isUpdate, isInUse: methodInUse(account) === provider }
  const signals = sendMethod(fold, method, 'replaced', heard)
  if (signals === undefined) return
  const scene = sceneOf('card update', `${id} until ${expires}`, currentSubscription(account))
  carryOutCell(fold, 'card update', signals.includes('card is new') ? 'S' : 'N', scene)
}

/** Somebody took a method off at the provider, be it one whose keeping we hear of later. */
function takeDetached(fold: Fold, provider: string): void {
  const { account } = fold
  account.detached = [...account.detached, provider]
  const method = account.methods.findLast((each) => each.provider === provider)
  if (method !== undefined) takeOff(fold, method)
}

/** Of one that is in use no more nothing hangs on it. */
function takeOff(fold: Fold, method: AccountMethod): void {
  const { id, isUpdate, provider } = method
  const heard = { id, isAwaited: false, isUpdate, isInUse: methodInUse(fold.account) === provider }
  const signals = sendMethod(fold, method, 'detached', heard)
  if (signals?.includes('nothing to charge to') === true) chargeNothingMore(fold)
}

/** Where nothing can be charged any more, what was to be charged next, or once more, comes out as refused for good. */
function chargeNothingMore(fold: Fold): void {
  const { account } = fold
  if (account.deletedAt !== undefined || !hasNothingToChargeTo(account)) return
  for (const { id, state } of account.attempts)
    if (state === 'to send again') onAttempt(fold, id, (attempt) => failed(fold, attempt, 'hard', undefined))
  for (const invoice of account.invoices) chargeNothing(fold, invoice)
}
