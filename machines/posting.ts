import { type Attempt, type Invoice, never } from './domain/account.ts'
import type { CreditNote, Dispute } from './domain/reversals.ts'
import { minor, type Minor } from './domain/money.ts'
import type { LedgerRow } from './domain/view.ts'
import { amountDue, returnCredit, takeCredit } from './crediting.ts'
import type { Consequence } from './operations/cell.ts'
import { sendCreditNote } from './send.ts'
import type { Fold, Scene } from './scene.ts'
import { postTax, taxOfNote } from './taxes.ts'

function post(fold: Fold, id: string, account: LedgerRow['account'], amount: number, cause: string): void {
  if (amount !== 0)
    fold.account.ledger.push({ id: `${id}/${account}`, who: fold.account.who, account, amount: minor(amount), cause, at: fold.at })
}

/** What was owed is owed no longer; the posting's name says whether we took it back or gave it up. */
function writeOff(fold: Fold, invoice: Invoice): void {
  const id = `${invoice.id}/${invoice.state === 'void' ? 'voided' : 'written off'}`
  post(fold, id, 'receivable', -invoice.receivable, invoice.id)
  post(fold, id, 'revenue', -invoice.receivable, invoice.id)
  invoice.receivable = minor(0)
}

/** What credit pays of an invoice is earned once the invoice is a debt, or is paid. */
function useCredit(fold: Fold, invoice: Invoice): void {
  if (invoice.credited === 0 || invoice.creditPosted) return
  invoice.creditPosted = true
  post(fold, `${invoice.id}/credit used`, 'balance', -invoice.credited, invoice.id)
  post(fold, `${invoice.id}/credit used`, 'revenue', invoice.credited, invoice.id)
}

function giveTaxBack(fold: Fold, note: CreditNote): void {
  const invoice = fold.account.invoices[note.invoice]!
  note.tax = taxOfNote(fold, invoice, note.amount)
  invoice.taxNoted = minor(invoice.taxNoted + note.tax)
  postTax(fold, invoice)
}

/**
 * What came for an invoice before the rest did is the customer's again: when nobody will pay it any more, or, where policy says so,
 * when it is given up.
 */
export function givePartBack(fold: Fold, invoice: Invoice): void {
  if (invoice.paid === 0 || (invoice.state === 'uncollectible' && fold.policy.partialPayment !== 'give back')) return
  const id = `${invoice.id}/part back`
  post(fold, id, 'balance', invoice.paid, id)
  post(fold, id, 'revenue', -invoice.paid, invoice.id)
  fold.account.balance = minor(fold.account.balance + invoice.paid)
  invoice.over = minor(invoice.over + invoice.paid)
  invoice.paid = minor(0)
  invoice.atBank = minor(0)
}

/** Money that came: what is due of it is settled, and the rest is the customer's. */
function takeIn(fold: Fold, id: string, account: 'cash' | 'bank', came: Minor, due: Minor, invoice: Invoice, cause: string): Minor {
  const pays = fold.parts.settling.paysOf(came, due)
  const owed = Math.min(invoice.receivable, pays)
  post(fold, id, account, came, cause)
  post(fold, id, 'receivable', -owed, invoice.id)
  post(fold, id, 'revenue', pays - owed, invoice.id)
  post(fold, id, 'balance', came - pays, `${id}/over`)
  invoice.receivable = minor(invoice.receivable - owed)
  invoice.over = minor(invoice.over + came - pays)
  fold.account.balance = minor(fold.account.balance + came - pays)
  return pays
}

/** The balance takes what is left of an invoice, which may be a debt already. */
export function takeRest(fold: Fold, invoice: Invoice, due: Minor): void {
  const there = Math.max(0, fold.account.balance)
  const taken = takeCredit(fold, due, false)
  invoice.credited = minor(invoice.credited + taken)
  invoice.carried = minor(invoice.carried + Math.max(0, taken - there))
  if (invoice.receivable === 0) return
  const id = `${invoice.id}/rest`
  post(fold, id, 'balance', -taken, invoice.id)
  post(fold, id, 'receivable', -taken, invoice.id)
  invoice.receivable = minor(invoice.receivable - taken)
  invoice.creditPosted = true
}

/** An invoice that came to nothing gives the credit back that it took. */
export function giveCreditBack(fold: Fold, invoice: Invoice): void {
  if (invoice.creditPosted) {
    post(fold, `${invoice.id}/credit back`, 'balance', invoice.credited, invoice.id)
    post(fold, `${invoice.id}/credit back`, 'revenue', -invoice.credited, invoice.id)
    invoice.creditPosted = false
  }
  returnCredit(fold.account, invoice)
  postTax(fold, invoice)
}

/**
 * Posts what a cell says. Every posting keeps cash + bank + receivable + held = revenue + credit + balance + fees + tax.
 * @param due what its invoice asked for before
 */
export function postFor(fold: Fold, code: Consequence['ledger'], scene: Scene, due: Minor): void {
  postMoney(fold, code, scene, due)
  if (code !== 'none' && scene.invoice !== undefined) postTax(fold, scene.invoice)
}

function postMoney(fold: Fold, code: Consequence['ledger'], scene: Scene, due: Minor): void {
  const { invoice, attempt, refund } = scene
  switch (code) {
    case 'none':
      return
    case 'goodwill': {
      const { amount } = scene
      if (amount === undefined) return
      fold.account.balance = minor(fold.account.balance + amount)
      post(fold, `${scene.cause}/granted`, 'balance', amount, scene.cause)
      post(fold, `${scene.cause}/granted`, 'revenue', -amount, scene.cause)
      return
    }
    case 'balance':
      for (const note of fold.account.creditNotes) {
        if (!sendCreditNote(fold, note, 'booked')) continue
        fold.account.balance = minor(fold.account.balance + note.amount)
        post(fold, note.id, 'balance', note.amount, note.id)
        post(fold, note.id, 'revenue', -note.amount, note.id)
        giveTaxBack(fold, note)
      }
      return
    case 'receivable':
      if (invoice === undefined || invoice.state !== 'open' || invoice.receivable !== 0) return
      useCredit(fold, invoice)
      invoice.receivable = amountDue(invoice)
      post(fold, `${invoice.id}/issued`, 'receivable', invoice.receivable, invoice.id)
      post(fold, `${invoice.id}/issued`, 'revenue', invoice.receivable, invoice.id)
      return
    case 'cash':
      if (invoice === undefined) return
      if (invoice.state === 'paid') useCredit(fold, invoice)
      if (attempt !== undefined)
        attempt.applied = takeIn(fold, attempt.id, 'cash', attempt.amount, due, invoice, attempt.charge ?? attempt.id)
      return
    case 'bank': {
      if (invoice === undefined) return
      if (invoice.state === 'paid') useCredit(fold, invoice)
      // What comes in parts is named each time by who told of it.
      const pays = takeIn(fold, `${scene.cause}/out of band`, 'bank', scene.amount ?? due, due, invoice, invoice.id)
      invoice.atBank = minor(invoice.atBank + pays)
      return
    }
    case 'write off':
      for (const each of fold.account.invoices)
        if (each.receivable !== 0 && (each.state === 'void' || each.state === 'uncollectible')) writeOff(fold, each)
      return
    case 'suspense':
      if (attempt === undefined) return
      post(fold, attempt.id, 'cash', attempt.amount, attempt.charge ?? attempt.id)
      post(fold, attempt.id, 'credit', attempt.amount, attempt.id)
      return giveBack(fold, `${attempt.id}/refund`, attempt, attempt.amount, undefined, scene.cause)
    case 'hold':
    case 'lose':
    case 'return':
      if (scene.dispute !== undefined) postDispute(fold, code, scene.dispute, invoice)
      return
    case 'reversal':
      if (refund === undefined) return
      post(fold, refund.id, 'cash', -refund.amount, refund.provider ?? refund.id)
      post(fold, refund.id, invoice === undefined ? 'credit' : 'revenue', -refund.amount, invoice === undefined ? refund.id : invoice.id)
      return
    default:
      code satisfies never
  }
}

/** What credit had paid of an invoice is credit again. */
export function restoreCredit(fold: Fold, invoice: Invoice, amount: Minor, cause: string): void {
  const id = `${cause}/restored`
  post(fold, id, 'balance', amount, cause)
  post(fold, id, 'revenue', -amount, cause)
  invoice.restored = minor(invoice.restored + amount)
  fold.account.balance = minor(fold.account.balance + amount)
  postTax(fold, invoice)
}

/**
 * What a bank takes is held until it says whose it is. What it keeps was not earned, or was not the customer's any more; what
 * it gives back is as it was before.
 */
function postDispute(fold: Fold, code: 'hold' | 'lose' | 'return', dispute: Dispute, invoice: Invoice | undefined): void {
  const { provider, rounds } = dispute
  const id = rounds > 1 ? `${dispute.id}/round ${rounds}` : dispute.id
  const about = invoice?.id ?? dispute.id
  const whose = invoice === undefined ? 'credit' : 'revenue'
  if (code === 'hold') {
    post(fold, `${id}/taken`, 'cash', -dispute.taken, provider)
    post(fold, `${id}/taken`, 'held', dispute.taken, about)
    dispute.held = dispute.taken
  } else if (code === 'lose') {
    post(fold, `${id}/lost`, 'held', -dispute.held, about)
    post(fold, `${id}/lost`, whose, -dispute.held, about)
    dispute.lost = dispute.held
    dispute.held = minor(0)
  } else {
    post(fold, `${id}/found for us`, 'held', dispute.lost, about)
    post(fold, `${id}/found for us`, whose, dispute.lost, about)
    const back = dispute.held + dispute.lost
    post(fold, `${id}/given back`, 'cash', back, provider)
    post(fold, `${id}/given back`, 'held', -back, about)
    dispute.held = minor(0)
    dispute.lost = minor(0)
  }
  const fee = dispute.fees - dispute.feesPosted
  post(fold, `${id}/${code} fee`, 'cash', -fee, provider)
  post(fold, `${id}/${code} fee`, 'fees', -fee, provider)
  dispute.feesPosted = dispute.fees
}

/** Money of an attempt begins its way back. Without an invoice it was never ours. */
export function giveBack(fold: Fold, id: string, attempt: Attempt, amount: Minor, invoice: Invoice | undefined, cause: string): void {
  const { refunds } = fold.account
  refunds.push({
    id,
    index: refunds.length,
    invoice: invoice === undefined ? -1 : invoice.index,
    payment: attempt.payment ?? '',
    charge: attempt.charge ?? '',
    amount,
    cause,
    state: 'owed',
    tries: 0,
    retryAt: never,
    provider: undefined,
    isAgain: false,
    dueAt: never,
    held: false,
  })
}
