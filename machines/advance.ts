import { never } from './domain/account.ts'
import type { Timed } from './domain/timed.ts'
import type { Fact } from './domain/fact.ts'
import type { Instant } from './domain/instant.ts'
import { sendAttempt, sendChange, sendDunning, sendRefund, sendSubscription } from './send.ts'
import { isMethodComing } from './intended.ts'
import { askForPlace } from './drafts.ts'
import { chargeNothing } from './no-method.ts'
import type { Fold } from './scene.ts'
import { takeFact } from './take-fact.ts'

/** The earliest deadline: the account's next durable wake-up. `never`, later than any instant, when nothing happens by itself any more. */
export function nextDue(account: Deadlines): Instant {
  return earliest(account)?.dueAt ?? never
}

type Readonlys<T> = { readonly [K in keyof T]: T[K] }
interface Deadlines {
  readonly subscriptions: readonly Readonlys<Timed>[]
  readonly changes: readonly Readonlys<Timed>[]
  readonly invoices: readonly Readonlys<Timed>[]
  readonly attempts: readonly Readonlys<Timed>[]
  readonly refunds: readonly Readonlys<Timed>[]
}

// At one instant what is small ends before what holds it: attempts, changes and invoices before subscriptions.
function earliest(account: Deadlines): Readonlys<Timed> | undefined {
  let found: Readonlys<Timed> | undefined
  let at: number = never
  const { attempts, changes, invoices, refunds, subscriptions } = account
  for (let i = 0; i < attempts.length; i++)
    if (attempts[i]!.dueAt < at) {
      found = attempts[i]!
      at = found.dueAt
    }
  for (let i = 0; i < changes.length; i++)
    if (changes[i]!.dueAt < at) {
      found = changes[i]!
      at = found.dueAt
    }
  for (let i = 0; i < invoices.length; i++)
    if (invoices[i]!.dueAt < at) {
      found = invoices[i]!
      at = found.dueAt
    }
  for (let i = 0; i < refunds.length; i++)
    if (refunds[i]!.dueAt < at) {
      found = refunds[i]!
      at = found.dueAt
    }
  for (let i = 0; i < subscriptions.length; i++)
    if (subscriptions[i]!.dueAt < at) {
      found = subscriptions[i]!
      at = found.dueAt
    }
  return found
}

/** Every deadline leads to a state without one or with a later one; more in one go means a chart that turns in a circle. */
const mostDeadlines = 10_000

/**
 * Fires the deadlines up to an instant, in order, and then the fact's event. Charts meet recompute here and nowhere else.
 * @returns whether a deadline fired
 * @throws Error when deadlines do not come to an end: a chart that turns in a circle
 */
export function advance(fold: Fold, until: Instant, fact?: Fact): boolean {
  let fired = 0
  for (; ; fired++) {
    // Nearly every fact comes before anything is due: then nobody is asked.
    if (until < fold.quietUntil) break
    const due = earliest(fold.account)
    fold.quietUntil = due?.dueAt ?? never
    if (due === undefined || due.dueAt > until) break
    if (fired === mostDeadlines)
      throw new Error(`${fold.account.who}: ${mostDeadlines} deadlines fired and the next one is due at ${due.dueAt}`)
    if (due.dueAt > fold.at) fold.at = due.dueAt
    fire(fold, due)
  }
  if (until > fold.at) fold.at = until
  if (fact !== undefined) takeFact(fold, fact)
  return fired > 0
}

function fire(fold: Fold, due: Timed): void {
  const { account, parts } = fold
  const { tables } = parts
  due.dueAt = never
  for (const attempt of account.attempts)
    if (attempt === due)
      return void sendAttempt(fold, attempt, tables.attempt.deadlines[tables.attempt.stateIndex.get(attempt.state)!]!.event)
  for (const change of account.changes)
    if (change === due) return sendChange(fold, change, tables.change.deadlines[tables.change.stateIndex.get(change.state)!]!.event)
  for (const invoice of account.invoices)
    if (invoice === due) {
      const { event } = tables.dunning.deadlines[tables.dunning.stateIndex.get(invoice.collection)!]!
      if (event === 'giving up due' && isMethodComing(account)) {
        invoice.held = true
        return
      }
      sendDunning(fold, invoice, event)
      return invoice.isDraft ? askForPlace(fold, invoice) : chargeNothing(fold, invoice)
    }
  for (const refund of account.refunds)
    if (refund === due) return void sendRefund(fold, refund, tables.refund.deadlines[tables.refund.stateIndex.get(refund.state)!]!.event)
  for (const subscription of account.subscriptions)
    if (subscription === due) {
      const deadline = tables.subscription.deadlines[tables.subscription.stateIndex.get(subscription.state)!]!
      return sendSubscription(fold, subscription, deadline.event, subscription.id)
    }
}
