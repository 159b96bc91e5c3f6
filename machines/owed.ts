import { type AccountState, partAt } from './domain/account.ts'
import type { Debt, Effect } from './domain/effect.ts'
import { minor } from './domain/money.ts'
import type { Policy } from './domain/policy.ts'
import { amountDue } from './crediting.ts'

type Open = AccountState['attempts'][number]
const isOver = (attempt: Open): boolean => attempt.state === 'paid' || attempt.state === 'failed'

/**
 * What the outside world is owed as things stand, less what was decided already. Each debt follows from a state that a chart
 * is in: this only says it in the words of the provider.
 */
export function owedBy(account: AccountState, policy: Policy): readonly Effect[] {
  const { who, decided } = account
  const owed: Effect[] = []
  const turn = account.turn + 1
  const add = (debt: Debt): void => {
    if (!decided.has(debt.key)) owed.push({ turn, ...debt })
  }
  const isDeleted = account.deletedAt !== undefined
  if (account.setup === 'wanted') add({ kind: 'create customer', key: `${who}/customer`, who })
  const { customer } = account
  if (customer !== undefined && !isDeleted)
    for (const method of account.methods)
      if (method.state === 'owed') add({ kind: 'attach method', key: method.id, who, method: method.method, customer })
  let isBlocked = false
  let isDebtBlocked = false
  for (const attempt of account.attempts) {
    if (isOver(attempt)) continue
    // An old debt and what runs wait for nothing of each other.
    if (attempt.isDebt) isDebtBlocked = true
    else isBlocked = true
    ofAttempt(account, attempt, add)
  }
  if (!isBlocked) startOwed(account, 'charging', policy, add)
  if (!isDebtBlocked) startOwed(account, 'charging debt', policy, add)
  for (const attempt of account.attempts) if (attempt.state === 'to send again') resend(account, attempt, policy, add)
  for (const refund of account.refunds)
    if (refund.state === 'owed')
      add({
        kind: 'start refund',
        key: `${refund.id}/try ${refund.tries + 1}`,
        who,
        refund: refund.id,
        amount: refund.amount,
        payment: refund.payment,
        charge: refund.charge,
      })
  numberOwed(account, add)
  if (isDeleted) return owed
  // Notices are the most, and nearly all of them are sent: compare before an object is made.
  for (const { notice, cause, due } of account.notices)
    if (!decided.has(cause)) owed.push({ turn, kind: 'send notice', key: cause, who, notice, cause, ...(due === undefined ? {} : { due }) })
  return owed
}

/** An offer has no number, nor has what never was more than one: the tax office asks for whatever is missing from a series. */
function numberOwed({ who, invoices, numbered, decided }: AccountState, add: (debt: Debt) => void): void {
  let number = numbered
  for (const { id, number: given, state } of invoices) {
    if (given !== undefined || state === 'quote' || state === 'void') continue
    const key = `${id}/number`
    // What was decided has its number: it is not given again, and the next one follows without a gap.
    if (!decided.has(key)) add({ kind: 'number invoice', key, who, invoice: id, number: ++number })
  }
}

function ofAttempt(account: AccountState, attempt: Open, add: (debt: Debt) => void): void {
  const { who } = account
  const { answer, payment } = attempt
  if (attempt.state === 'looking up')
    add({ kind: 'look up attempt', key: `${attempt.id}/look up ${attempt.lookups + 1}`, who, attempt: attempt.id, payment })
  if (payment === undefined) return
  if (answer !== undefined)
    add({
      kind: 'answer bank',
      key: `${attempt.id}/answer ${answer.ordinal}`,
      who,
      attempt: attempt.id,
      payment,
      succeeds: answer.succeeds,
    })
  // The customer is asked for a payment that nobody wants any more.
  if (attempt.state === 'needs action' && !waitsForCustomer(partAt(account.invoices, attempt.invoice)))
    add({ kind: 'cancel payment', key: `${attempt.id}/cancel ${attempt.cancels + 1}`, who, attempt: attempt.id, payment })
}

const waitsForCustomer = (invoice: AccountState['invoices'][number] | undefined): boolean =>
  invoice?.collection === 'waiting for customer' || invoice?.collection === 'debt waits for customer'

/** The newest method, once the provider has it; one that was refused leaves the one before in place, and one that was taken off none. */
export function methodInUse(account: AccountState): string | undefined {
  for (let i = account.methods.length - 1; i >= 0; i--) {
    const method = account.methods[i]!
    if (method.state === 'owed' || method.state === 'detached') return undefined
    if (method.state === 'attached') return method.provider
  }
  return undefined
}

/** One new attempt at most, and none while another has no end: its outcome may change what is due. */
function startOwed(account: AccountState, from: 'charging' | 'charging debt', policy: Policy, add: (debt: Debt) => void): void {
  for (const invoice of account.invoices) {
    if (invoice.collection !== from) continue
    return addStart(
      account,
      invoice,
      `${invoice.id}/attempt ${invoice.attempts + 1}`,
      invoice.attempts + 1,
      1,
      from === 'charging debt' ? Math.min(invoice.asked ?? Infinity, amountDue(invoice)) : amountDue(invoice),
      from === 'charging debt',
      policy,
      add,
    )
  }
}

function resend(account: AccountState, attempt: Open, policy: Policy, add: (debt: Debt) => void): void {
  const invoice = partAt(account.invoices, attempt.invoice)
  if (invoice !== undefined)
    addStart(account, invoice, attempt.id, attempt.ordinal, attempt.sends + 1, attempt.amount, attempt.isDebt, policy, add)
}

function addStart(
  account: AccountState,
  invoice: AccountState['invoices'][number],
  attempt: string,
  ordinal: number,
  send: number,
  amount: number,
  isDebt: boolean,
  policy: Policy,
  add: (debt: Debt) => void,
): void {
  const { customer } = account
  const method = methodInUse(account)
  if (customer === undefined || method === undefined) return
  add({
    kind: 'start attempt',
    key: send === 1 ? attempt : `${attempt}/send ${send}`,
    who: account.who,
    attempt,
    invoice: invoice.id,
    ordinal,
    send,
    amount: minor(amount),
    credited: invoice.credited,
    lines: invoice.lines,
    currency: policy.currency,
    customer,
    method,
    reason: invoice.reason,
    purpose: invoice.purpose,
    from: invoice.periodStart,
    isDebt,
    onSession: isDebt || invoice.change >= 0,
  })
}
